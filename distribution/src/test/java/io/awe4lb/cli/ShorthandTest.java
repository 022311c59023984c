package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShorthandTest {

    @Test
    void aCommandStaysAsItIs() {
        expands("demo").to("demo");
        expands("check", "-c", "a.yaml").to("check", "-c", "a.yaml");
    }

    @Test
    void optionsAloneRun() {
        expands("-c", "a.yaml").to("run", "-c", "a.yaml");
        expands("--plugins", "p", "-c", "a.yaml").to("run", "--plugins", "p", "-c", "a.yaml");
    }

    @Test
    void tChecks() {
        expands("-t", "-c", "a.yaml").to("check", "-c", "a.yaml");
        expands("-c", "a.yaml", "-t").to("check", "-c", "a.yaml");
    }

    @Test
    void helpAndVersionAreNotForRun() {
        expands("--help").to("--help");
        expands("help").to("--help");
        expands("help", "run").to("run", "--help");
        expands("-V").to("version");
    }

    @Test
    void onlyAFileAndNothingElseIsAPlainRun() {
        assertEquals(Optional.of(Path.of("a.yaml")), Shorthand.plainRun("run", "-c", "a.yaml"));
        assertEquals(Optional.empty(), Shorthand.plainRun("run", "-c", "--help"));
        assertEquals(Optional.empty(), Shorthand.plainRun("run", "-c"));
        assertEquals(Optional.empty(), Shorthand.plainRun("check", "-c", "a.yaml"));
        assertEquals(Optional.empty(), Shorthand.plainRun("run", "-c", "a.yaml", "--plugins", "p"));
    }

    private static Expansion expands(String... typed) {
        return expected -> assertArrayEquals(expected, Shorthand.expand(typed));
    }

    private interface Expansion {
        void to(String... expected);
    }
}
