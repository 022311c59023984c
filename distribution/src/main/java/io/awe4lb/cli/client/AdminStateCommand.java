package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that says what is wanted of a backend. */
abstract class AdminStateCommand extends ClientCommand {

    @Mixin
    private BackendParameters backend = new BackendParameters();

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why: it is shown beside the state.")
    private @Nullable String comment;

    /** What is wanted, as the API takes it. */
    abstract ObjectNode wanted() throws Failure;

    /** What is left to do once it is in force; the answer to print. */
    JsonNode afterwards(Server server, BackendParameters drained, JsonNode state) throws Failure {
        return state;
    }

    @Override
    final int call(Server server) throws Failure {
        ObjectNode wanted = wanted();
        if (comment != null) {
            wanted.put("reason", comment);
        }
        JsonNode state = server.ask(backend.change("PUT", "admin-state").body("application/json", Json.bytes(wanted))).object();
        if (!isJson()) {
            out().println((backend.isDryRun() ? "dry run: " : "") + OneLine.of(backend.subject()) + ": " + AdminStateText.of(state)
                    + connections(state));
            out().flush();
        }
        JsonNode end = backend.isDryRun() ? state : afterwards(server, backend, state);
        if (isJson()) {
            print(end);
        }
        return ExitCode.OK;
    }

    private static String connections(JsonNode state) {
        boolean isReady = state.path("state").asText().equals("ready");
        return isReady ? "" : " (" + Drained.count(state.path("active").asLong()) + ")";
    }
}
