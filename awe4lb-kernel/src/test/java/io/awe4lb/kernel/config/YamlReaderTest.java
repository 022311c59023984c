package io.awe4lb.kernel.config;

import static io.awe4lb.kernel.config.Reading.codes;
import static io.awe4lb.kernel.config.Reading.findings;
import static io.awe4lb.kernel.config.Reading.valid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

    @Test
    void anAliasStandsForItsAnchor() {
        var config = valid("pools: {a: &a {backends: [\"a:1\"], onDown: close}, b: *a}");
        assertEquals(PoolConfig.OnDown.CLOSE, config.pools().get("b").onDown());
        assertEquals("b", config.pools().get("b").id());
    }

    @Test
    void aMergedMapGivesWhatTheOwnKeysLeaveOut() {
        var config = valid("""
                pools:
                  a: &a {backends: ["a:1"], onDown: close, retry: {tries: 1}}
                  b: &b {backends: ["b:1"], retry: {tries: 2}}
                  c: {<<: *a, onDown: keep}
                  d: {<<: [*b, *a]}
                """);
        assertEquals(PoolConfig.OnDown.KEEP, config.pools().get("c").onDown());
        assertEquals(1, config.pools().get("c").retry().tries());
        assertEquals(2, config.pools().get("d").retry().tries());
        assertEquals(PoolConfig.OnDown.CLOSE, config.pools().get("d").onDown());
    }

    @Test
    void wordsOfOldYamlStayText() {
        var options = Reading.pool(
                "discovery: {type: exec, command: [yes, no, on, off, 010, 0x1F, 1:30, 1e3, .inf, 2001-01-01, true, \"null\", \"\", \"~\"]}")
                .discovery()
                .source()
                .options();
        assertEquals(
                List.of("yes", "no", "on", "off", "010", "0x1F", "1:30", "1e3", ".inf", "2001-01-01", "true", "null", "", "~"),
                options.get(FakeProviders.COMMAND));
    }

    @Test
    void wordsOfOldYamlAreIds() {
        assertEquals(List.of("yes", "off", "010", "null"),
                List.copyOf(valid("pools: {yes: &p {backends: []}, off: *p, 010: *p, null: *p}").pools().keySet()));
    }

    @Test
    void aBlockOfTextIsOneValue() {
        var options = Reading.pool("discovery:\n  type: exec\n  command: x\n  environment:\n    A: |\n      one\n      two\n").discovery()
                .source().options();
        assertEquals(Map.of("A", "one\ntwo\n"), options.get(FakeProviders.ENVIRONMENT));
    }

    @Test
    void aBombOfAliasesIsDefused() {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            text.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
        }
        assertEquals(List.of("6:45: error too-complex: more than 1000000 values once aliases are expanded: use fewer aliases"),
                findings(text.toString()));
    }

    @Test
    void aBombOfMergesIsDefused() {
        var text = new StringBuilder("a0: &a0 {x: 1}\n");
        for (int i = 1; i < 40; i++) {
            text.append("a%d: &a%d {<<: [*a%d, *a%d]}\n".formatted(i, i, i - 1, i - 1));
        }
        assertEquals(List.of("too-complex"), codes(text.toString()));
    }

    @Test
    void depthHasALimitAlsoThroughAliases() {
        assertEquals(List.of("1:101: error too-complex: nested deeper than 100 levels: use fewer"), findings("[".repeat(5_000)));
        String nested = "a: &a " + "[".repeat(60) + "]".repeat(60) + "\nb: " + "[".repeat(60) + "*a" + "]".repeat(60);
        assertEquals(List.of("2:64: error too-complex: nested deeper than 100 levels: use fewer"), findings(nested));
    }

    @Test
    void megabytesOfNonsenseEndInAFewFindings() {
        for (String piece : List.of("[", "{", "a", "a: ", "- ", "\"", "&a ", "*a ", "? ", "!", "|\n", "'", "${", "a: {\n", "a\n", "%", "#",
                "<<: ")) {
            ConfigResult result = Reading.read(piece.repeat(1_000_000 / piece.length()));
            assertInstanceOf(ConfigResult.Invalid.class, result, piece);
            assertTrue(result.findings().size() <= 2, piece);
        }
    }

    @Test
    void columnsCountCharacters() {
        Finding last = Reading.read("{\"ü😀\": 1, loops: x}").findings().getLast();
        assertEquals(new Position("f", 1, 18), last.position());
    }
}
