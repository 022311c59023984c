package io.awe4lb.admin.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON as trees: strict when it is read, plain when it is written. */
public final class Json {

    /** Deeper than any configuration may be. */
    private static final int DEEPEST = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(100)
                    .maxStringLength(Body.LONGEST_LINE).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final Pattern SOURCE = Pattern.compile("\\[Source: .*?; line: (\\d+), column: (\\d+)]");
    private static final Pattern SETTING = Pattern.compile(",? \\(?from `[^`]*`(?=\\))|`");

    private Json() {}

    /**
     * A new object.
     *
     * @return empty
     */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * A new array.
     *
     * @return empty
     */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /**
     * Writes a tree.
     *
     * @param tree any
     * @return UTF-8, without line breaks
     */
    public static byte[] bytes(JsonNode tree) {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what a client sent.
     *
     * @param text one document
     * @return the tree
     * @throws ProblemException 400 with line and column, if it is not one JSON document, has a key twice or is nested too deeply
     */
    public static JsonNode read(String text) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            throw broken(plain(broken.getOriginalMessage()), broken.getLocation()).exception();
        }
        if (tree.isMissingNode()) {
            throw ProblemCode.MALFORMED_JSON.problem("the body is empty: send one JSON document").exception();
        }
        return tree;
    }

    /** Without the reader's own settings and names, which say nothing to whoever sent the text. */
    private static String plain(String message) {
        String where = SOURCE.matcher(message).replaceAll("line $1, column $2");
        return where.startsWith("Trailing token") ? "there is more after the end of the document" : SETTING.matcher(where).replaceAll("");
    }

    private static Problem broken(String why, @Nullable JsonLocation where) {
        int line = where == null ? 0 : where.getLineNr();
        int column = where == null ? 0 : where.getColumnNr();
        return ProblemCode.MALFORMED_JSON.problem("the body is not JSON: " + why)
                .at(List.of(new Problem.Place("error", "", line, column, ProblemCode.MALFORMED_JSON.word(), why)));
    }
}
