package io.awe4lb.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendTextTest {

    @Test
    void aLineIsAnAddressAlone() {
        assertEquals(BackendSpec.of(Address.parse("10.0.0.1:80")), BackendText.ofLine("10.0.0.1:80"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "10.0.0.1:80 weight=5 priority=2 max_connections=100 sni=a.example",
        "10.0.0.1:80 sni=a.example max_connections=100 priority=2 weight=5",
        "  10.0.0.1:80\tmaxConnections=100   weight=5 priority=2  sni=A.example "})
    void whatFollowsTheAddressMayStandInAnyOrder(String line) {
        assertEquals(new BackendSpec("10.0.0.1:80", Address.parse("10.0.0.1:80"), 5, 2, 100, Optional.of("a.example")),
                BackendText.ofLine(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "::1", "", "a b", "-a.example", "*.example", "a.example:443"})
    void theNameForTlsIsThatOfAServer(String sni) {
        Map<String, String> fields = Map.of("address", "10.0.0.1:80", "sni", sni);
        assertEquals("sni '%s' is not the name of a server: write for example api.example.com".formatted(sni),
                assertThrows(IllegalArgumentException.class, () -> BackendText.ofFields(fields)).getMessage());
    }

    @Test
    void aNameIsTheId() {
        assertEquals("one", BackendText.ofLine("[2001:db8::1]:80 name=one").id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "10.0.0.1             | '10.0.0.1' has no port",
        "10.0.0.1:            | has no valid port",
        "10.0.0.1:0           | is nothing to connect to",
        ":80                  | is nothing to connect to",
        "10.0.0.1:70000       | has no valid port",
        "10.0.0.1:80 wieght=1 | 'wieght=1' does not belong after an address",
        "10.0.0.1:80 5        | '5' does not belong after an address",
        "10.0.0.1:80 weight=  | weight is '', and not a whole number from 0 to 65535",
        "10.0.0.1:80 weight=-1 | weight is '-1'",
        "10.0.0.1:80 weight=65536 | from 0 to 65535",
        "10.0.0.1:80 weight=1.5 | weight is '1.5'",
        "10.0.0.1:80 max_connections=2147483648 | from 0 to 2147483647",
        "10.0.0.1:80 weight=1 weight=2 | weight= stands there twice",
        "10.0.0.1:80 name=    | must not be blank"})
    void aLineThatIsWrongIsRefusedWithASentence(String line, String sentence) {
        String said = assertThrows(IllegalArgumentException.class, () -> BackendText.ofLine(line)).getMessage();
        assertTrue(said.contains(sentence), said);
    }

    @Test
    void blankLinesAndCommentsArePassedOver() {
        assertEquals(List.of("a:1", "b:2"), ids(BackendText.ofLines("# hosts\n\na:1\r\n  # more\n b:2\n")));
    }

    @Test
    void theLineThatIsWrongIsNamed() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> BackendText.ofLines("a:1\n\nb\n"));
        assertEquals("line 3: 'b' has no port: write host:port, for example 10.0.0.1:80", wrong.getMessage());
    }

    @Test
    void aTreeHasLinesAndFields() {
        Object tree =
                List.of("a:1 weight=2", Map.of("host", "::1", "port", 80, "name", "v6", "maxConnections", 7), Map.of("address", "c:3"));
        assertEquals(List.of(BackendText.ofLine("a:1 weight=2"), BackendText.ofLine("[::1]:80 name=v6 max_connections=7"),
                BackendText.ofLine("c:3")), BackendText.ofTree(tree));
        assertEquals(List.of("a:1"), ids(BackendText.ofTree(Map.of("backends", List.of("a:1")))));
    }

    @Test
    void aTreeThatIsWrongIsRefusedWithASentence() {
        assertRefused("there is no list of backends", Map.of("servers", List.of()));
        assertRefused("there is no list of backends", "a:1");
        assertRefused("backend 2: '7' is neither an address nor fields", List.of("a:1", 7));
        assertRefused("backend 1: a backend has an address, or a host and a port", List.of(Map.of("host", "a")));
        assertRefused("backend 1: a backend has an address, or a host and a port", List.of(Map.of("address", "a:1", "port", 2)));
        assertRefused("backend 1: 'hots' is no field of a backend", List.of(Map.of("hots", "a", "port", 1)));
        assertRefused("backend 1: weight is 'true', and not a text or a number", List.of(Map.of("address", "a:1", "weight", true)));
    }

    private static void assertRefused(String sentence, Object tree) {
        String said = assertThrows(IllegalArgumentException.class, () -> BackendText.ofTree(tree)).getMessage();
        assertTrue(said.startsWith(sentence), said);
    }

    /** Whatever a source says is a list or a sentence, and a sentence of bounded length on one line. */
    @Test
    void anyTextIsReadOrRefused() {
        long seed = 20260;
        var random = new Random(seed);
        String letters = "a1.:[]=# \tweight=priority\u0000\u001b\u00e9";
        for (int i = 0; i < 20_000; i++) {
            var line = new StringBuilder();
            random.ints(random.nextInt(30), 0, letters.length()).forEach(at -> line.append(letters.charAt(at)));
            try {
                BackendText.ofLines(line.toString());
            } catch (IllegalArgumentException refused) {
                assertTrue(refused.getMessage().startsWith("line 1: "), "seed " + seed + ": " + refused.getMessage());
            }
        }
    }

    private static List<String> ids(List<BackendSpec> backends) {
        return backends.stream().map(BackendSpec::id).toList();
    }
}
