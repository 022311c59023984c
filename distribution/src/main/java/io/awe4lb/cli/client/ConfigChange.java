package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command that puts another configuration in force. */
abstract class ConfigChange extends ClientCommand {

    @Mixin
    private ChangeOptions options = new ChangeOptions();

    /** What is sent, without preconditions. */
    abstract Request request() throws Failure;

    /** What findings are about. */
    abstract String source();

    @Override
    final int call(Server server) throws Failure {
        Answer answer = server.send(options.on(request(), server));
        if (answer.status() == Answer.PRECONDITION_FAILED && answer.problem().isPresent()) {
            throw new Failure(ExitCode.FAILURE, answer.failure().getMessage()
                    + "; 'awe4lb config history' shows who changed it, 'awe4lb config diff FILE' what your file would change now");
        }
        report(Submitted.accepted(answer, source(), "is not applied", err()));
        return ExitCode.OK;
    }

    private void report(JsonNode result) {
        if (isJson()) {
            print(result);
            return;
        }
        List<String> changes = ChangeLines.of(result);
        changes.forEach(out()::println);
        long revision = result.path("revision").asLong();
        if (result.path("dryRun").asBoolean()) {
            out().println(
                    (changes.isEmpty() ? "no change" : "dry run: nothing was changed") + "; revision " + revision + " stays in force");
        } else {
            out().println((changes.isEmpty() ? "no change; " : "") + "revision " + revision + " is in force");
        }
    }
}
