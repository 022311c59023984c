package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits until a backend has no connection left.
 *
 * @param wanted the state in which it is waited for; somebody may change it meanwhile
 * @param err where the falling count goes
 */
record Drained(Server server, BackendParameters backend, String wanted, PrintWriter err) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /**
     * The state in which no connection is left.
     *
     * @param first the state now
     * @param atMost empty to wait on and on
     */
    JsonNode await(JsonNode first, Optional<Duration> atMost) throws Failure {
        long begin = System.nanoTime();
        JsonNode state = first;
        Duration pause = FIRST_PAUSE;
        while (state.path("active").asLong() > 0) {
            if (atMost.isPresent() && System.nanoTime() - begin > atMost.get().toNanos()) {
                throw new Failure(ExitCode.FAILURE,
                        count(state.path("active").asLong()) + " left when the time was over; the backend stays in state "
                                + wanted + ", 'awe4lb connections list' shows who they are");
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            state = next(state);
        }
        err.println("no connection left");
        return state;
    }

    private JsonNode next(JsonNode last) throws Failure {
        JsonNode state = server.ask(backend.get("admin-state")).object();
        if (!state.path("state").asText().equals(wanted)) {
            throw new Failure(ExitCode.FAILURE, "no longer waited for: " + backend.subject() + " is now " + AdminStateText.of(state));
        }
        long active = state.path("active").asLong();
        if (active > 0 && active != last.path("active").asLong()) {
            err.println(count(active) + " left");
            err.flush();
        }
        return state;
    }

    /** {@code 1 connection}, {@code 12 connections}. */
    static String count(long connections) {
        return connections + (connections == 1 ? " connection" : " connections");
    }

    /** Called on the main thread. */
    static void sleep(Duration pause) throws Failure {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INTERRUPTED, "interrupted");
        }
    }
}
