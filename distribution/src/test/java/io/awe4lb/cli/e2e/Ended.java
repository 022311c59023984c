package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * How a process ended.
 *
 * @param exitCode 128 and the number of the signal that ended it
 * @param out all of its standard output
 * @param err all of its standard error
 */
record Ended(int exitCode, String out, String err) {

    Ended with(int expected) {
        assertEquals(expected, exitCode, this::toString);
        return this;
    }

    Ended saying(String... words) {
        for (String part : words) {
            assertTrue(out.contains(part), () -> "no '" + part + "' on standard output: " + this);
        }
        return this;
    }

    Ended complaining(String... words) {
        for (String part : words) {
            assertTrue(err.contains(part), () -> "no '" + part + "' on standard error: " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return "exit code " + exitCode + "\n--- standard output ---\n" + out + "\n--- standard error ---\n" + err + "\n---";
    }
}
