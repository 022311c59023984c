package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command line that was typed, and what came of it. */
record Typed(int exitCode, String out, String err) {

    static Typed of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Main.call(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Typed(exitCode, out.toString(), err.toString());
    }

    Typed endsWith(int expected) {
        assertEquals(expected, exitCode, this::toString);
        return this;
    }

    Typed says(String words) {
        assertTrue(out.contains(words), this::toString);
        return this;
    }

    Typed complains(String words) {
        assertTrue(err.contains(words), this::toString);
        return this;
    }
}
