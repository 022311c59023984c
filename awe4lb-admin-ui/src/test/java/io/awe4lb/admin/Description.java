package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.awe4lb.kernel.config.ConfigEdit;
import io.awe4lb.kernel.config.InvalidTextException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The description of the API, held against what the server does. */
final class Description {

    private static final String ID = "https://awe4lb.invalid/openapi.json";
    private static final Set<String> VERBS = Set.of("get", "put", "patch", "post", "delete");
    static final Description OF_THE_API = new Description();

    private final JsonNode root;
    private final JsonSchemaFactory schemas;

    private Description() {
        try (InputStream text = Description.class.getResourceAsStream("openapi.yaml")) {
            root = ConfigEdit.tree(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InvalidTextException invalid) {
            throw new AssertionError(invalid.findings().toString(), invalid);
        }
        schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(ID, root.toString()))));
    }

    /** Verb and path of every operation, with the role that it needs. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        root.path("paths").properties()
                .forEach(path -> path.getValue().properties().stream().filter(entry -> VERBS.contains(entry.getKey()))
                        .forEach(entry -> operations.add(entry.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " "
                                + entry.getValue().path("x-role").asText("public"))));
        return operations;
    }

    /** A list of words. */
    List<String> words(String pointer) {
        List<String> words = new ArrayList<>();
        root.at(pointer).forEach(word -> words.add(word.asText()));
        return words;
    }

    /** Fails if the answer is not one that is described. */
    void check(String verb, String path, Answer answer) {
        Optional<String> template = template(path);
        JsonNode operation = template.map(found -> root.path("paths").path(found).path(verb.toLowerCase(Locale.ROOT)))
                .orElse(MissingNode.getInstance());
        if (operation.isMissingNode() || answer.status() == 405) {
            assertTrue(answer.status() >= 400, () -> verb + " " + path + " is not described, but answers " + answer);
            validate("/components/schemas/Problem", answer);
            return;
        }
        String pointer = "/paths/" + escaped(template.orElseThrow()) + "/" + verb.toLowerCase(Locale.ROOT) + "/responses/"
                + answer.status();
        checkResponse(resolved(pointer), verb + " " + path, answer);
    }

    private void checkResponse(String pointer, String what, Answer answer) {
        JsonNode response = root.at(pointer);
        assertTrue(response.isObject(), () -> what + ": this status is not described: " + answer);
        response.path("headers").properties().forEach(header -> {
            JsonNode described = root.at(resolved(pointer + "/headers/" + header.getKey()));
            Optional<String> value = answer.header(header.getKey().toLowerCase(Locale.ROOT));
            assertTrue(value.isPresent() || !described.path("required").asBoolean(),
                    () -> what + ": no " + header.getKey() + ": " + answer);
        });
        if (!response.has("content")) {
            assertEquals("", answer.body(), what);
            return;
        }
        String type = answer.header("content-type").orElse("").split(";", 2)[0];
        assertTrue(response.path("content").has(type), () -> what + ": this type is not described: " + answer);
        if (type.endsWith("json")) {
            validate(pointer + "/content/" + escaped(type) + "/schema", answer);
        }
    }

    private void validate(String pointer, Answer answer) {
        Set<ValidationMessage> wrong = schemas.getSchema(SchemaLocation.of(ID + "#" + pointer)).validate(answer.json());
        assertEquals(Set.of(), wrong, answer.body());
    }

    private String resolved(String pointer) {
        JsonNode reference = root.at(pointer).path("$ref");
        return reference.isTextual() ? reference.textValue().substring(1) : pointer;
    }

    private Optional<String> template(String path) {
        String plain = path.split("\\?", 2)[0];
        Iterator<String> names = root.path("paths").fieldNames();
        Optional<String> found = Optional.empty();
        while (names.hasNext()) {
            String name = names.next();
            if (plain.equals(name)) {
                return Optional.of(name);
            }
            if (plain.matches(name.replaceAll("\\{[a-z]+}", "[^/]+").replace(".", "\\."))) {
                found = Optional.of(name);
            }
        }
        return found;
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
