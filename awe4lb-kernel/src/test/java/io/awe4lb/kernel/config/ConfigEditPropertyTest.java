package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random edits of random documents. */
class ConfigEditPropertyTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int ROUNDS = 600;
    private static final long SEED = System.nanoTime();

    @Test
    void aDocumentMeansWhatWasWritten() throws EditException {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            var document = new WrittenDocument(random);
            String text = document.text();
            assertEquals(JsonScalar.normal(document.tree()), ConfigEdit.tree(text), () -> "seed " + SEED + "\n" + text);
        }
    }

    @Test
    void aValueThatIsPutIsThereAndNoCommentElsewhereIsLost() throws EditException {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            var document = new WrittenDocument(random);
            String text = document.text();
            String pointer = random.nextInt(3) == 0 ? newPlace(document.tree(), random) : somePlace(document.tree(), random);
            JsonNode value = WrittenDocument.randomValue(random, 0);
            String message = "seed " + SEED + ", round " + round + ", put " + pointer + " " + value + "\n" + text + "\n=>\n";

            String result = ConfigEdit.put(text, pointer, value);

            JsonNode expected = with(document.tree().deepCopy(), pointer, value);
            assertEquals(JsonScalar.normal(expected), ConfigEdit.tree(result), () -> message + result);
            assertCommentsKept(document, pointer, result, message + result);
        }
    }

    @Test
    void aValueThatIsRemovedIsGoneAndNoCommentElsewhereIsLost() throws EditException {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            var document = new WrittenDocument(random);
            if (document.tree().isEmpty()) {
                continue;
            }
            String text = document.text();
            String pointer = somePlace(document.tree(), random);
            String message = "seed " + SEED + ", round " + round + ", remove " + pointer + "\n" + text + "\n=>\n";

            String result = ConfigEdit.remove(text, pointer);

            JsonNode expected = without(document.tree().deepCopy(), pointer);
            assertEquals(JsonScalar.normal(expected), ConfigEdit.tree(result), () -> message + result);
            JsonNode parent = expected.at(JsonPointer.compile(pointer).head());
            if (!hasTwin(document.tree(), pointer)) {
                assertCommentsKept(document, parent.isEmpty() ? parent(pointer) : pointer, result, message + result);
            }
        }
    }

    @Test
    void anyDocumentCanBecomeAnyOther() throws EditException {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String text = new WrittenDocument(random).text();
            JsonNode other = new WrittenDocument(random).tree();
            String result = ConfigEdit.put(text, "", other);
            String message = "seed " + SEED + ", round " + round + ", put " + other + "\n" + text + "\n=>\n" + result;
            assertEquals(JsonScalar.normal(other), ConfigEdit.tree(result), message);
            assertEquals(result, ConfigEdit.put(result, "", other), message);
            assertEquals(result, ConfigEdit.merge(result, ConfigEdit.tree("{}")), message);
        }
    }

    /** Where anchors are used, comments may be lost, but never the meaning. */
    @Test
    void aliasesKeepTheirMeaning() throws EditException {
        var random = new Random(SEED);
        String text = """
                pools: # all
                  web: &web
                    strategy: weight # s
                    backends: &list
                      - a:1 # first
                      - &b {address: "b:1", weight: 5}
                  api: *web
                  own: {<<: *web, onDown: close}
                  more:
                    <<: [*web, *b]
                    backends: *list
                  last: [*b, *b]
                """;
        JsonNode tree = ConfigEdit.tree(text);
        for (int round = 0; round < ROUNDS; round++) {
            String pointer = somePlace(tree, random);
            JsonNode value = WrittenDocument.randomValue(random, 0);
            JsonNode put = with(tree.deepCopy(), pointer, value);
            assertEquals(JsonScalar.normal(put), ConfigEdit.tree(ConfigEdit.put(text, pointer, value)), "seed " + SEED + " put " + pointer);
            JsonNode removed = without(tree.deepCopy(), pointer);
            assertEquals(removed, ConfigEdit.tree(ConfigEdit.remove(text, pointer)), "seed " + SEED + " remove " + pointer);
        }
    }

    /** Of two equal items nobody can tell afterwards which one went. */
    private static boolean hasTwin(JsonNode tree, String pointer) {
        JsonNode parent = tree.at(parent(pointer));
        return parent.isArray() && parent.valueStream().filter(tree.at(pointer)::equals).count() > 1;
    }

    private static void assertCommentsKept(WrittenDocument document, String pointer, String result, String message) {
        for (String comment : document.comments()) {
            String place = WrittenDocument.place(comment);
            boolean mayGo = place.equals(pointer) || place.startsWith(pointer + "/");
            assertTrue(mayGo || result.contains(comment), () -> comment + " is lost: " + message);
        }
    }

    private static JsonNode with(JsonNode tree, String pointer, JsonNode value) {
        if (pointer.isEmpty()) {
            return value;
        }
        String parent = parent(pointer);
        JsonNode whole = tree.at(parent).isMissingNode() || tree.at(parent).isNull() ? with(tree, parent, JSON.objectNode()) : tree;
        String name = JsonPointer.compile(pointer).last().getMatchingProperty();
        switch (whole.at(parent)) {
            case ArrayNode list when list.size() == Integer.parseInt(name) -> list.add(value);
            case ArrayNode list -> list.set(Integer.parseInt(name), value);
            case ObjectNode map -> map.set(name, value);
            default -> throw new AssertionError(pointer);
        }
        return whole;
    }

    private static JsonNode without(JsonNode tree, String pointer) {
        String name = JsonPointer.compile(pointer).last().getMatchingProperty();
        switch (tree.at(parent(pointer))) {
            case ArrayNode list -> list.remove(Integer.parseInt(name));
            case ObjectNode map -> map.remove(name);
            default -> throw new AssertionError(pointer);
        }
        return tree;
    }

    private static String somePlace(JsonNode tree, Random random) {
        List<String> places = new ArrayList<>();
        collect(tree, "", places);
        return places.get(random.nextInt(places.size()));
    }

    private static String newPlace(JsonNode tree, Random random) {
        String parent = somePlace(tree, random);
        JsonNode node = tree.at(parent);
        return switch (node) {
            case ArrayNode list -> parent + "/" + list.size();
            case ObjectNode _ -> parent + "/new/deeper";
            default -> node.isNull() ? parent + "/new" : "/one/more";
        };
    }

    private static void collect(JsonNode node, String place, List<String> places) {
        if (!place.isEmpty() || node.isEmpty()) {
            places.add(place);
        }
        node.properties().forEach(property -> collect(property.getValue(), place + "/" + escaped(property.getKey()), places));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), place + "/" + i, places);
        }
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static String parent(String pointer) {
        return JsonPointer.compile(pointer).head().toString();
    }
}
