package io.awe4lb.cli.client;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.util.stream.Collectors;

/** Adds to what a server says what to do here. */
final class Refusal {

    private Refusal() {}

    static Failure of(Problem problem, Answer answer) {
        int exitCode = problem.code().equals("invalid-configuration") ? ExitCode.CONFIG : ExitCode.FAILURE;
        return new Failure(exitCode, sentence(problem) + advice(problem, answer));
    }

    private static String sentence(Problem problem) {
        String where = problem.errors().stream().map(FindingLine::sentence).filter(error -> !problem.detail().contains(error))
                .map(OneLine::of).collect(Collectors.joining("; "));
        return where.isEmpty() ? problem.detail() : problem.detail() + " (" + where + ")";
    }

    private static String advice(Problem problem, Answer answer) {
        String retry = answer.headers().firstValue("Retry-After").map(seconds -> "; try again in " + OneLine.of(seconds) + " s").orElse("");
        return switch (problem.code()) {
            case "no-token" -> "; --token-file FILE or AWE4LB_TOKEN says who you are";
            case "wrong-token" ->
                    ": 'admin.auth.tokens' of the configuration has those that are right; of a token from the first start only a"
                            + " hash is kept: without it, end awe4lb, delete 'token' in its data directory, and the next start shows a new one";
            case "role-missing" -> "; 'role' in 'admin.auth.tokens' says what a token may do: viewer, operator or admin";
            case "foreign-host" -> "; name it in 'admin.hosts' of the configuration, or use an IP address";
            case "internal-error" -> "; its log says more";
            default -> retry;
        };
    }
}
