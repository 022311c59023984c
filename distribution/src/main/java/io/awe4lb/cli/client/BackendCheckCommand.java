package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code backend check}: does it serve, here and now? */
@Command(
        name = "check",
        description = {
            "Checks a backend now, or every backend of a pool, without waiting for the interval.",
            "The results count like any others. Ends with 1 unless all have passed."
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb backend check web 10.0.0.2:80",
            "  awe4lb backend check web"
        })
final class BackendCheckCommand extends ClientCommand {

    @Parameters(index = "0", paramLabel = "POOL", description = "Id of the pool.")
    private String pool = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "BACKEND",
            description = "Its name, or its address where it has none. Left out: all of the pool.")
    private @Nullable String backend;

    @Override
    int call(Server server) throws Failure {
        boolean isOne = backend != null;
        JsonNode answer = isOne ? server.ask(Request.of("POST", "pools", pool, "backends", String.valueOf(backend), "check")).object()
                : server.ask(Request.of("POST", "pools", pool, "check")).list();
        List<JsonNode> checks = isOne ? List.of(answer) : answer.valueStream().toList();
        if (isJson()) {
            print(answer);
        } else {
            print(rows(checks));
        }
        return checks.stream().allMatch(check -> check.path("result").asText().equals("passed")) ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static List<List<String>> rows(List<JsonNode> checks) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("BACKEND", "RESULT", "MS", "HEALTH", "SERVES", "FOUND"));
        checks.forEach(check -> rows.add(List.of(Shown.text(check, "id"), Shown.text(check, "result"), Shown.text(check, "ms"),
                Shown.text(check.path("health"), "status"), check.path("serves").asBoolean() ? "yes" : "no", found(check))));
        return rows;
    }

    /** {@code connect_refused: connection refused}. */
    private static String found(JsonNode check) {
        return OneLine.of(String.join(": ", Stream.of("code", "detail").filter(check::has).map(key -> check.path(key).asText()).toList()));
    }
}
