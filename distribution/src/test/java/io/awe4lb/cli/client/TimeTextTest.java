package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeTextTest {

    private final TimeText time = new TimeText();

    @Test
    void timesAreReadAsInAConfiguration() {
        assertEquals(Duration.ofSeconds(90), time.convert("1m30s"));
        assertEquals(Duration.ofMillis(250), time.convert("250ms"));
        assertEquals(Duration.ofHours(49), time.convert("2d1h"));
        assertEquals("90000ms", TimeText.of(Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "1.5s", "5 s", "s", "5s1m", "-5s", "9999999s"})
    void whatIsNoTimeIsRefused(String text) {
        assertThrows(TypeConversionException.class, () -> time.convert(text));
    }
}
