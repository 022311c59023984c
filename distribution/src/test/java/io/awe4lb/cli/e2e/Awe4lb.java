package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process of awe4lb, from its start to its end. */
final class Awe4lb implements AutoCloseable {

    private final List<String> command;
    private final Process process;
    private final Output out;
    private final Output err;

    Awe4lb(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        out = new Output(process.getInputStream());
        err = new Output(process.getErrorStream());
    }

    /** Waits until it accepts connections. */
    Awe4lb ready() throws Exception {
        says("awe4lb ready in ");
        return this;
    }

    /** Waits for words on standard error, where it logs. */
    void says(String words) throws Exception {
        Eventually.until("awe4lb says '" + words + "'", () -> err.count(words) > 0 || endedWithout(words));
    }

    private boolean endedWithout(String words) throws InterruptedException {
        if (!process.isAlive() && err.complete().count(words) == 0) {
            throw new AssertionError("it ended with " + process.exitValue() + " and did not say '" + words + "'");
        }
        return false;
    }

    /** Waits until it says that a revision is in force. */
    void serves(int revision) throws Exception {
        says("revision " + revision + " is in force");
    }

    /** Where a listener with one address listens. */
    InetSocketAddress address(String listener) throws Exception {
        return address(listener, "127\\.0\\.0\\.1");
    }

    /** Where a listener listens on a host that is given as a regular expression. */
    InetSocketAddress address(String listener, String host) throws Exception {
        var found = err.says(Pattern.compile(" listener " + listener + ": [^→]*(" + host + "):(\\d+)"));
        return new InetSocketAddress(found.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(found.group(2)));
    }

    Output out() {
        return out;
    }

    Output err() {
        return err;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal by the name that kill(1) knows, for example TERM. */
    void signal(String name) throws Exception {
        int exitCode = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid()).inheritIO().start().waitFor();
        assertEquals(0, exitCode, "kill -" + name);
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        return exitCode(Eventually.DEADLINE);
    }

    /** Waits for the end of something that takes its time. */
    int exitCode(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it has not ended within " + atMost.toSeconds() + " s");
        }
        return process.exitValue();
    }

    /** Waits for its end, and for everything it said. */
    Ended ended() throws InterruptedException {
        return new Ended(exitCode(), out.complete().toString(), err.complete().toString());
    }

    /** Ends it whatever it is doing. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        process.getOutputStream().close();
    }

    /** For whoever reads why a test failed. */
    @Override
    public String toString() {
        return String.join(" ", command) + "\n--- standard output ---\n" + out + "\n--- standard error ---\n" + err + "\n---";
    }
}
