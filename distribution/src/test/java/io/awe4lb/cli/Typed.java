package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command line that was typed, and what came of it. */
public record Typed(int exitCode, String out, String err) {

    /** Types it. */
    public static Typed of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Main.call(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Typed(exitCode, out.toString(), err.toString());
    }

    public Typed endsWith(int expected) {
        assertEquals(expected, exitCode, this::toString);
        return this;
    }

    public Typed says(String words) {
        assertTrue(out.contains(words), this::toString);
        return this;
    }

    public Typed complains(String words) {
        assertTrue(err.contains(words), this::toString);
        return this;
    }

    /** All of standard output. */
    public Typed printed(String text) {
        assertEquals(text, out, this::toString);
        return this;
    }

    /** Neither of both outputs may have it. */
    public Typed hides(String words) {
        assertFalse(out.contains(words) || err.contains(words), this::toString);
        return this;
    }
}
