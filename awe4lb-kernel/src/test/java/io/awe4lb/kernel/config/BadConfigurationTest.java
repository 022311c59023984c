package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The configurations of bad-configurations.txt have exactly the findings that stand below them. */
class BadConfigurationTest {

    /** Those that need a file, and warnings: other tests have them. */
    private static final Set<Code> ELSEWHERE = EnumSet.of(
            Code.LOG_FILE,
            Code.MISSING_CAPABILITY,
            Code.UNREADABLE,
            Code.TOO_LARGE,
            Code.NOT_UTF8,
            Code.TOO_COMPLEX,
            Code.TOO_MANY,
            Code.ADMIN_WITHOUT_TLS,
            Code.NO_LISTENERS,
            Code.UNUSED_POOL,
            Code.UNUSED_ISSUER,
            Code.UNREACHABLE_BACKEND,
            Code.NO_EFFECT,
            Code.NO_BACKENDS,
            Code.NO_WEIGHT,
            Code.TIMEOUT_OVER_INTERVAL,
            Code.NO_ADMIN,
            Code.OVERRIDDEN,
            Code.IGNORED_FILE,
            Code.NO_ACCESS_LOG);

    private record Sample(String name, String text, String findings) {}

    @TestFactory
    Stream<DynamicTest> aBadConfigurationHasTheseFindings() {
        return samples().map(sample -> DynamicTest.dynamicTest(sample.name(), () -> {
            assertInstanceOf(ConfigResult.Invalid.class, Reading.read(sample.text()));
            assertEquals(sample.findings().strip(), String.join("\n", Reading.findings(sample.text())));
        }));
    }

    @Test
    void everyCodeHasASample() {
        Set<String> seen =
                samples().flatMap(sample -> Reading.codes(sample.text()).stream()).collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = Arrays.stream(Code.values())
                .filter(code -> !ELSEWHERE.contains(code))
                .map(Code::word)
                .collect(Collectors.toCollection(TreeSet::new));
        seen.retainAll(expected);
        assertEquals(expected, seen);
    }

    private static Stream<Sample> samples() {
        try (var in = BadConfigurationTest.class.getResourceAsStream("bad-configurations.txt")) {
            assertTrue(in != null, "bad-configurations.txt is missing");
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(all.split("(?m)^=== ")).filter(part -> !part.isEmpty()).map(BadConfigurationTest::sample);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Sample sample(String part) {
        int nameEnd = part.indexOf('\n');
        int textEnd = part.indexOf("---->\n");
        return new Sample(part.substring(0, nameEnd), part.substring(nameEnd + 1, textEnd), part.substring(textEnd + "---->\n".length()));
    }
}
