package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a process says on one of its streams, line by line while it says it. */
final class Output {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    Output(InputStream stream) {
        reader = Thread.ofVirtual().start(() -> read(stream));
    }

    private void read(InputStream stream) {
        try (var text = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            text.lines().forEach(lines::add);
        } catch (IOException failure) {
            lines.add("(cannot be read any more: " + failure.getMessage() + ")");
        }
    }

    /** What was said until now. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    long count(String part) {
        return lines.stream().filter(line -> line.contains(part)).count();
    }

    /** Waits until the process has closed the stream. */
    Output complete() throws InterruptedException {
        reader.join(Eventually.DEADLINE);
        return this;
    }

    /** Waits for a line with this in it. */
    MatchResult says(Pattern pattern) throws Exception {
        Eventually.until("a line with '" + pattern + "'", () -> lines.stream().anyMatch(line -> pattern.matcher(line).find()));
        return lines.stream().flatMap(line -> pattern.matcher(line).results()).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
