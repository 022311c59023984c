package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connections close}: ends connections. */
@Command(
        name = "close",
        description = {
            "Closes live connections: those with these ids, or all that a filter fits.",
            "A connection that has ended meanwhile is no error."
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb connections close 81 82",
            "  awe4lb connections close --source 10.1.2.3 --dry-run"
        })
final class ConnectionsCloseCommand extends ClientCommand {

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids, as 'awe4lb connections list' shows them.")
    private List<Long> ids = new ArrayList<>();

    @Mixin
    private ConnectionFilter filter = new ConnectionFilter();

    @Option(names = "--dry-run", description = "Says how many would be closed, and closes none.")
    private boolean isDryRun;

    @Override
    int call(Server server) throws Failure {
        if (ids.isEmpty() == filter.isEmpty()) {
            throw misused(ids.isEmpty() ? "which connections? Give ids or a filter" : "ids and filters exclude each other");
        }
        JsonNode result = ids.isEmpty() ? server.ask(request(filter.on(Request.of("DELETE", "connections")))).object() : closeEach(server);
        if (isJson()) {
            print(result);
        } else {
            out().println(Drained.count(result.path("closed").asLong()) + (isDryRun ? " would be closed" : " closed"));
        }
        return ExitCode.OK;
    }

    private ObjectNode closeEach(Server server) throws Failure {
        int closed = 0;
        for (Long id : ids) {
            Answer answer = server.send(request(Request.of("DELETE", "connections", String.valueOf(id))));
            if (answer.status() != Answer.NOT_FOUND || answer.problem().isEmpty()) {
                answer.orFail();
                closed++;
            }
        }
        return Json.object().put("closed", closed).put("dryRun", isDryRun);
    }

    private Request request(Request request) {
        return isDryRun ? request.query("dryRun", true) : request;
    }
}
