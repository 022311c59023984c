package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edits of config-edits.txt have exactly the results that stand below them, and others the errors that they should have. */
class ConfigEditTest {

    @TestFactory
    Stream<DynamicTest> anEditTouchesNothingElse() {
        return samples().map(sample -> DynamicTest.dynamicTest(sample.name(), () -> {
            assertEquals(sample.after(), edited(sample.before(), sample.edit()));
            String windows = sample.before().replace("\n", "\r\n");
            assertEquals(sample.after().replace("\n", "\r\n"), edited(windows, sample.edit()));
            assertEquals(sample.after(), edited(sample.before().stripTrailing(), sample.edit()));
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "{}", "{} # nothing\n", "\n\n", "null\n"})
    void somethingCanBeAddedToNothing(String text) throws EditException {
        String result = ConfigEdit.put(text, "/pools/web", json("{}"));
        assertEquals(json("{\"pools\": {\"web\": {}}}"), ConfigEdit.tree(result), result);
        assertEquals(text.contains("# nothing"), result.contains("# nothing"));
    }

    @Test
    void anEditThatChangesNothingReturnsTheSameText() throws EditException {
        String text = "pools :  { web: [ 'x' ,\"1\" , 1.5, true ] }  # odd";
        assertEquals(text, ConfigEdit.put(text, "/pools/web", json("[\"x\", \"1\", 1.5, true]")));
        assertEquals(text, ConfigEdit.merge(text, json("{\"nothing\": null}")));
    }

    @Test
    void scalarsHaveTheTypesThatJsonWritesTheSameWay() throws EditException {
        String text = "[1, -2, 0, 010, 0x1, 1e3, 1.5, 1.50, -0, -0.0, .5, 12345678901234567890, true, True, yes, null, ~, , '1', ${X}]";
        assertEquals(
                "[1,-2,0,\"010\",\"0x1\",\"1e3\",1.5,1.50,\"-0\",\"-0.0\",\".5\",12345678901234567890,true,\"True\",\"yes\",null,null,null,"
                        + "\"1\",\"${X}\"]",
                ConfigEdit.tree(text.replace(", ,", ", ~,").replace("${X}", "'${X}'")).toString());
    }

    @Test
    void keysComeInTheOrderWritten() throws EditException {
        assertEquals("{\"b\":1,\"a\":{\"d\":2,\"c\":3}}", ConfigEdit.tree("b: 1\na: {<<: {c: 3, d: 4}, d: 2}").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/loops/auto | /loops/auto | /loops is '2', in which nothing can stand: replace it by a map",
        "/list/2 | /list/2 | /list is a list without an item '2'",
        "/list/01 | /list/01 | /list is a list without an item '01'",
        "/list/x/y | /list/x/y | /list is a list without an item 'x'"
    })
    void aPlaceThatCannotBeIsNamed(String pointer, String named, String message) {
        String text = "loops: 2\nlist: [a]\n";
        var failure = assertThrows(NoSuchPlaceException.class, () -> ConfigEdit.put(text, pointer, json("1")));
        assertEquals(named, failure.pointer());
        assertEquals(message, failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none", "/list/1", "/list/-", "/loops/x", "/list/0/x", "/map/none/x"})
    void whatIsNotThereCannotBeRemoved(String pointer) {
        assertThrows(NoSuchPlaceException.class, () -> ConfigEdit.remove("loops: 2\nlist: [a]\nmap: {}\n", pointer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [", "a: 1\na: 2", "a: !!int 1", "a: 1\n---\nb: 2", "? [a]\n: 1", "a: *b", "\u0000"})
    void whatIsNotYamlIsRefusedWithFindings(String text) {
        var failure = assertThrows(InvalidTextException.class, () -> ConfigEdit.put(text, "/b", json("1")));
        assertEquals(1, failure.findings().size());
        assertThrows(InvalidTextException.class, () -> ConfigEdit.tree(text));
    }

    @Test
    void aBrokenVariableIsNoneOfItsBusiness() throws EditException {
        assertEquals("a: ${\nb: 1\n", ConfigEdit.put("a: ${\n", "/b", json("1")));
    }

    @Test
    void whatCannotBeAPointerOrAKeyIsTheCallersMistake() {
        assertThrows(IllegalArgumentException.class, () -> ConfigEdit.put("a: 1\n", "b", json("1")));
        assertThrows(IllegalArgumentException.class, () -> ConfigEdit.put("a: 1\n", "/<<", json("1")));
        assertThrows(IllegalArgumentException.class, () -> ConfigEdit.put("a: 1\n", "/" + "k".repeat(2_000), json("1")));
    }

    @Test
    void explicitKeysAndOddLayoutsKeepTheirMeaning() throws EditException {
        String text = "? a\n: 1\n? b\n: {c: 2,\n d}\n";
        assertEquals(json("{\"a\": 1, \"b\": {\"c\": 2, \"d\": 3}}"), ConfigEdit.tree(ConfigEdit.put(text, "/b/d", json("3"))));
        assertEquals(json("{\"b\": {\"c\": 2, \"d\": null}}"), ConfigEdit.tree(ConfigEdit.remove(text, "/a")));
        assertEquals(json("{\"l\": [{\"a\": 1, \"b\": 2}]}"), ConfigEdit.tree(ConfigEdit.put("l: [a: 1]", "/l/0/b", json("2"))));
        assertEquals(json("{\"a\": {\"b\": 1}}"), ConfigEdit.tree(ConfigEdit.put("--- {a: {b: 2}}\n...\n", "/a/b", json("1"))));
    }

    @Test
    void aLargeTextIsEditedAtOnce() throws EditException {
        var text = new StringBuilder("pools:\n");
        var patch = new ObjectMapper().createObjectNode();
        for (int i = 0; i < 5_000; i++) {
            text.append("  p").append(i).append(":\n    backends: # of ").append(i).append("\n      - a:1\n");
            patch.withObject("/pools/p" + i).put("onDown", "close");
        }
        String result = ConfigEdit.merge(text.toString(), patch);
        assertTrue(result.startsWith("pools:\n  p0:\n    backends: # of 0\n      - a:1\n    onDown: close\n  p1:\n"),
                result.substring(0, 200));
        assertEquals(patch.at("/pools").size(), result.split("# of").length - 1);
    }

    private static String edited(String text, String edit) throws EditException {
        String[] words = edit.split(" ", 2);
        if (words[0].equals("merge")) {
            return ConfigEdit.merge(text, json(words[1]));
        }
        String[] place = words[1].split(" ", 2);
        return words[0].equals("put") ? ConfigEdit.put(text, place[0], json(place[1])) : ConfigEdit.remove(text, place[0]);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException failure) {
            throw new AssertionError(text, failure);
        }
    }

    private record Sample(String name, String before, String edit, String after) {}

    private static Stream<Sample> samples() {
        try (var in = ConfigEditTest.class.getResourceAsStream("config-edits.txt")) {
            assertTrue(in != null, "config-edits.txt is missing");
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(all.split("(?m)^=== ")).filter(part -> !part.isEmpty()).map(ConfigEditTest::sample);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Sample sample(String part) {
        String[] halves = part.split("----> ", 2);
        int nameEnd = halves[0].indexOf('\n');
        int editEnd = halves[1].indexOf('\n');
        String before = halves[0].substring(nameEnd + 1);
        return new Sample(halves[0].substring(0, nameEnd), before, halves[1].substring(0, editEnd), halves[1].substring(editEnd + 1));
    }
}
