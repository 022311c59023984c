package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code status}: what runs, what is served, and how its backends are. */
@Command(
        name = "status",
        description = "Says what runs: the process, its listeners, and its pools with their backends.",
        footer = {
            "",
            "Examples:",
            "  awe4lb status",
            "  awe4lb status --server https://lb1.example.com:7070 --token-file token -o json"
        })
public final class StatusCommand extends ClientCommand {

    @Override
    int call(Server server) throws Failure {
        ObjectNode status = Json.object();
        status.set("info", server.ask(Request.of("GET", "info")).object());
        status.set("readiness", server.send(Request.ready()).object());
        status.set("listeners", server.ask(Request.of("GET", "listeners")).list());
        status.set("pools", server.ask(Request.of("GET", "pools")).list());
        if (isJson()) {
            print(status);
        } else {
            show(status);
        }
        return ExitCode.OK;
    }

    private void show(JsonNode status) {
        out().println(StatusText.process(status.path("info")));
        status.path("readiness").path("reasons").forEach(reason -> out().println("not ready: " + OneLine.of(reason.asText())));
        table(StatusText.listeners(status.path("listeners")));
        table(StatusText.backends(status.path("pools")));
        StatusText.remarks(status.path("pools")).forEach(out()::println);
    }

    private void table(List<List<String>> rows) {
        out().println();
        print(rows);
    }
}
