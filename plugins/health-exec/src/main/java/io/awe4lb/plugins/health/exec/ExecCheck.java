package io.awe4lb.plugins.health.exec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.plugins.health.conversation.Deadline;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a program for each check: started by itself and never through a shell, with nothing to read, and killed when its time is over. */
final class ExecCheck implements HealthCheck {

    /** What is shorter hides nothing, and stands in many words. */
    private static final int SHORTEST_SECRET = 4;

    private final List<String> command;
    private final String expect;
    private final Map<String, Secret> environment;

    /** @param expect what it prints; empty: the exit code counts */
    ExecCheck(List<String> command, String expect, Map<String, Secret> environment) {
        this.command = command;
        this.expect = expect;
        this.environment = environment;
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        Deadline deadline = Deadline.within(target.timeout());
        Process process;
        try {
            process = builder(target.address()).start();
        } catch (IOException failure) {
            return new CheckResult.Inconclusive("the program could not be started (%s): give its whole path, and the right to run it"
                    .formatted(failure.getMessage()));
        }
        var tree = new ProcessTree(process);
        try {
            process.getOutputStream().close();
            return judge(process, Printed.by(process), deadline);
        } catch (IOException failure) {
            return new CheckResult.Inconclusive("the program could not be talked to: " + failure.getMessage());
        } finally {
            tree.kill();
        }
    }

    private ProcessBuilder builder(SocketAddress address) {
        String host = address instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : address.toString();
        String port = address instanceof InetSocketAddress inet ? Integer.toString(inet.getPort()) : "";
        List<String> filled = command.stream().map(argument -> argument.replace("$host", host).replace("$port", port)).toList();
        var builder = new ProcessBuilder(filled).redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        Optional<String> path = Optional.ofNullable(variables.get("PATH"));
        variables.clear();
        path.ifPresent(value -> variables.put("PATH", value));
        environment.forEach((name, value) -> variables.put(name, value.value()));
        return builder;
    }

    private CheckResult judge(Process process, Printed printed, Deadline deadline) throws InterruptedException {
        try {
            while (!process.waitFor(Math.min(deadline.remainingMillis(), Printed.LOOK_MILLIS), TimeUnit.MILLISECONDS)) {
                if (printed.isTooLong()) {
                    return tooLong();
                }
            }
        } catch (SocketTimeoutException _) {
            String sentence = "the program had not ended after %d ms and was killed; it had printed %s";
            return new CheckResult.Failed("check_timeout",
                    sentence.formatted(deadline.elapsed().toMillis(), excerpt(printed.soFar())));
        }
        byte[] output = printed.complete();
        return printed.isTooLong() ? tooLong() : judge(process.exitValue(), output);
    }

    /** Without the values that it was given, which nobody is shown. */
    private String excerpt(byte[] output) {
        String text = new String(output, ISO_8859_1);
        List<String> values = environment.values().stream().map(Secret::value).filter(value -> value.length() >= SHORTEST_SECRET)
                .map(value -> new String(value.getBytes(UTF_8), ISO_8859_1)).sorted(Comparator.comparing(String::length).reversed())
                .toList();
        for (String value : values) {
            text = text.replace(value, Secret.MASK);
        }
        return Excerpt.of(text);
    }

    private static CheckResult tooLong() {
        return new CheckResult.Failed("output_too_long", "the program printed more than %d bytes: let it say less".formatted(Printed.MOST));
    }

    private CheckResult judge(int exitCode, byte[] output) {
        if (expect.isEmpty()) {
            String sentence = "the program ended with %d and printed %s".formatted(exitCode, excerpt(output));
            return exitCode == 0 ? new CheckResult.Passed(sentence) : new CheckResult.Failed("exit_code", sentence + ", expected 0");
        }
        boolean isExpected = new String(output, UTF_8).strip().equals(expect);
        String sentence = "the program printed " + excerpt(output);
        return isExpected ? new CheckResult.Passed(sentence)
                : new CheckResult.Failed("output_wrong", sentence + " and ended with " + exitCode + ", expected \"" + expect + "\"");
    }
}
