package io.awe4lb.cli.client;

import io.awe4lb.cli.command.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every change of the configuration takes. */
final class ChangeOptions {

    @Option(
            names = "--if-revision",
            paramLabel = "N",
            description = {
                "Only if this revision is still in force: nobody's change is overwritten that you have not seen.",
                "Left out: the one in force when the command began."
            })
    private @Nullable Long revision;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String comment;

    @Option(names = "--dry-run", description = "Checks and says what would change, and changes nothing.")
    private boolean isDryRun;

    Request on(Request request, Server server) throws Failure {
        Request conditional = request.header("If-Match", expected(server)).query("comment", Optional.ofNullable(comment));
        return isDryRun ? conditional.query("dryRun", true) : conditional;
    }

    /** The tag of what is in force; of another revision only the number is known, which the server says is no longer the one. */
    private String expected(Server server) throws Failure {
        Answer inForce = server.ask(Request.of("GET", "config").header("Accept", "application/yaml"));
        String tag = inForce.headers().firstValue("ETag").orElseThrow(inForce::foreign);
        return revision == null || tag.startsWith("\"rev-" + revision + "-") ? tag : "\"rev-" + revision + "\"";
    }
}
