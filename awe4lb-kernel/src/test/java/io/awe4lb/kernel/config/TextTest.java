package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TextTest {

    @Test
    void durationsAddTheirUnits() throws Refused {
        var samples = Map.of(
                "250ms", 250L,
                "0s", 0L,
                "5s", 5_000L,
                "1m30s", 90_000L,
                "1h", 3_600_000L,
                "2d", 172_800_000L,
                "1d2h3m4s5ms", 93_784_005L,
                "90s", 90_000L,
                "007s", 7_000L);
        for (var sample : samples.entrySet()) {
            assertEquals(Duration.ofMillis(sample.getValue()), DurationText.parse(sample.getKey()), sample.getKey());
        }
    }

    @Test
    void whatIsNoDurationIsRefusedWithWhatToWrite() {
        assertRefused("'5' has no unit: write 5s or 5ms", () -> DurationText.parse("5"));
        assertRefused("'1.5s' is a fraction: write 1500ms", () -> DurationText.parse("1.5s"));
        assertRefused("'0.5h' is a fraction: write 30m", () -> DurationText.parse("0.5h"));
        assertRefused("'1.5ms' is a fraction: write 2ms", () -> DurationText.parse("1.5ms"));
        assertRefused("'1.5 s' is a fraction: write whole numbers, for example 1500ms for 1.5s", () -> DurationText.parse("1.5 s"));
        for (String text : List.of("", "s", "-5s", "+5s", "5 s", "5S", "5s5m", "5s5s", "5us", "5sec", "1,5s", "five", "५s", " 5s",
                "5m s")) {
            String expected = Quoted.of(text) + " is not a duration: write for example 250ms, 5s, 1m30s, 1h or 2d";
            assertRefused(expected, () -> DurationText.parse(text));
        }
    }

    @Test
    void hugeDurationsDoNotOverflow() throws Refused {
        for (String text : List.of("99999999999999999999999d", "9999999999999999ms", "999999999999999d", "999999999d999999999h")) {
            assertEquals(1, DurationText.parse(text).compareTo(Duration.ofDays(365)), text);
        }
    }

    @Test
    void aDurationIsWrittenAsItIsRead() throws Refused {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            var duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 40)));
            assertEquals(duration, DurationText.parse(DurationText.format(duration)), "seed " + seed);
        }
    }

    @Test
    void numbersCountThousandsAndMillions() throws Refused {
        assertEquals(0, NumberText.number("0", 0, 1));
        assertEquals(-5, NumberText.number("-5", -5, 1));
        assertEquals(10_000, NumberText.number("10k", 0, Integer.MAX_VALUE));
        assertEquals(2_000_000, NumberText.number("2M", 0, Integer.MAX_VALUE));
        assertEquals(Integer.MAX_VALUE, NumberText.number("2147483647", 0, Integer.MAX_VALUE));
    }

    @Test
    void whatIsNoNumberIsRefused() {
        for (String text : List.of("", "k", "-", "1.0", "1e3", "0x10", "017", "00", "1_000", "+1", " 1", "1 ", "1K", "1m", "1kM", "١",
                "true")) {
            assertRefused(Quoted.of(text) + " is not a whole number: write for example 8, 10k or 2M", () -> NumberText.number(text, 0, 10));
        }
        assertRefused("11 is not from 0 to 10", () -> NumberText.number("11", 0, 10));
        assertRefused("-1 is not 0 or more", () -> NumberText.number("-1", 0, Integer.MAX_VALUE));
        assertRefused("99999999999999999999k is not from 0 to 10", () -> NumberText.number("99999999999999999999k", 0, 10));
        assertRefused("-99999999999999999999 is not from 0 to 10", () -> NumberText.number("-99999999999999999999", 0, 10));
    }

    @Test
    void sizesAreInPowersOf1024() throws Refused {
        var samples = Map.of("0", 0L, "4096", 4_096L, "16k", 16_384L, "16KiB", 16_384L, "1M", 1L << 20, "1MiB", 1L << 20, "2G", 2L << 30,
                "2GiB", 2L << 30);
        for (var sample : samples.entrySet()) {
            assertEquals(sample.getValue(), NumberText.size(sample.getKey(), 0, Long.MAX_VALUE), sample.getKey());
        }
    }

    @Test
    void whatIsNoSizeIsRefused() {
        for (String text : List.of("", "k", "1kB", "1MB", "1.5M", "1 k", "-1", "1K", "1m", "1TiB", "0x10", "010")) {
            String expected = Quoted.of(text) + " is not a size: write bytes, or for example 16k, 16KiB, 1MiB or 1GiB";
            assertRefused(expected, () -> NumberText.size(text, 0, 10));
        }
        assertRefused("2k is not from 1 to 1KiB", () -> NumberText.size("2k", 1, 1_024));
        assertRefused("999999999999G is not from 1 to 1KiB", () -> NumberText.size("999999999999G", 1, 1_024));
        assertRefused("99999999999999999999G is not from 1 to 1KiB", () -> NumberText.size("99999999999999999999G", 1, 1_024));
    }

    @Test
    void variablesAreReplacedAsInAShell() throws Refused {
        var variables = new Variables(Map.of("A", "1", "EMPTY", "", "NESTED", "${A}")::get);
        var samples = Map.of(
                "plain $A $$ $", "plain $A $$ $",
                "${A}${A}", "11",
                "x${A}y", "x1y",
                "${NO:-}", "",
                "${NO:-a b:c-d}", "a b:c-d",
                "${EMPTY:-x}", "x",
                "${EMPTY}", "",
                "${NESTED}", "${A}",
                "$${A}", "${A}",
                "$$${A}", "$${A}");
        for (var sample : samples.entrySet()) {
            assertEquals(sample.getValue(), variables.replaceIn(sample.getKey()), sample.getKey());
        }
    }

    @Test
    void aSuggestionIsNear() {
        var known = List.of("bind", "pool", "halfClose", "round-robin");
        assertEquals(": did you mean 'bind'?", Suggestion.of("bnid", known));
        assertEquals(": did you mean 'bind'?", Suggestion.of("BIND", known));
        assertEquals(": did you mean 'halfClose'?", Suggestion.of("half_close", known));
        assertEquals(": did you mean 'round-robin'?", Suggestion.of("roundRobin", known));
        assertEquals("", Suggestion.of("x", known));
        assertEquals("", Suggestion.of("", known));
        assertEquals("", Suggestion.of("certificates", known));
        assertEquals("", Suggestion.of("bind".repeat(100), known));
    }

    private static void assertRefused(String sentence, Executable reading) {
        assertEquals(sentence, assertThrows(Refused.class, reading).sentence());
    }
}
