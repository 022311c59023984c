package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** openapi.yaml: what may be asked, and what may be answered. */
final class Contract {

    private static final Path FILE =
            Path.of(System.getProperty("awe4lb.root"), "awe4lb-admin-ui/src/main/resources/io/awe4lb/admin/openapi.yaml");
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    static final Contract WRITTEN = new Contract();

    private final JsonNode document;

    /** One verb of one path. */
    record Operation(JsonNode path, JsonNode verb, String name) {}

    private Contract() {
        try {
            Object yaml = new Yaml().load(Files.readString(FILE));
            this.document = new ObjectMapper().valueToTree(yaml);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The first example of a schema. */
    ObjectNode example(String schema) {
        return document.at("/components/schemas/" + schema + "/examples/0").deepCopy();
    }

    /** The example of a response. */
    ObjectNode problem(String response) {
        return document.at("/components/responses/" + response + "/content/application~1problem+json/example").deepCopy();
    }

    /** Every code that a problem may have. */
    SortedSet<String> problemCodes() {
        return document.at("/components/schemas/Problem/properties/code/enum").valueStream().map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean hasPath(String rawPath) {
        return document.path("paths").propertyStream().anyMatch(path -> fits(path.getKey(), rawPath));
    }

    private static boolean fits(String template, String rawPath) {
        return rawPath.matches(template.replaceAll("\\{[a-z]+}", "[^/]+"));
    }

    Operation operation(String method, URI uri) {
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            JsonNode verb = path.getValue().path(method.toLowerCase(Locale.ROOT));
            if (fits(path.getKey(), uri.getRawPath()) && !verb.isMissingNode()) {
                return new Operation(path.getValue(), verb, method + " " + path.getKey());
            }
        }
        throw new AssertionError("openapi.yaml has no " + method + " " + uri);
    }

    /** A request has to be one that the contract knows, with the preconditions that it wants. */
    void checkRequest(Operation operation, URI uri, Set<String> headers, String contentType, byte[] body) throws IOException {
        List<JsonNode> parameters = parameters(operation);
        Set<String> known = names(parameters, "query");
        if (uri.getRawQuery() != null) {
            Stream.of(uri.getRawQuery().split("&")).map(parameter -> parameter.split("=")[0])
                    .forEach(name -> assertTrue(known.contains(name), operation.name() + " has no parameter " + name));
        }
        if (names(parameters, "header").contains("If-Match")) {
            assertTrue(headers.contains("If-match"), operation.name() + " needs If-Match");
        }
        JsonNode content = resolved(operation.verb().path("requestBody")).path("content");
        assertEquals(content.isMissingNode(), body.length == 0, "whether " + operation.name() + " has a body");
        if (body.length > 0) {
            JsonNode schema = content.path(contentType).path("schema");
            assertFalse(schema.isMissingNode(), operation.name() + " takes no " + contentType);
            if (contentType.endsWith("json")) {
                checkJson(schema, new ObjectMapper().readTree(body), operation.name());
            }
        }
    }

    /** A test must not answer what no server would. */
    void checkAnswer(Operation operation, int status, String contentType, String body) throws IOException {
        JsonNode response = resolved(operation.verb().path("responses").path(String.valueOf(status)));
        assertFalse(response.isMissingNode(), operation.name() + " never answers " + status);
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            assertEquals("", body, operation.name() + " has no body with " + status);
            return;
        }
        JsonNode schema = content.path(contentType).path("schema");
        assertFalse(schema.isMissingNode(), operation.name() + " never answers with " + contentType);
        if (contentType.endsWith("json")) {
            checkJson(schema, new ObjectMapper().readTree(body), operation.name());
        }
    }

    private void checkJson(JsonNode schema, JsonNode value, String what) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.set("components", document.path("components"));
        root.putArray("allOf").add(schema);
        assertEquals(Set.of(), SCHEMAS.getSchema(root).validate(value), () -> what + ": " + value);
    }

    private List<JsonNode> parameters(Operation operation) {
        List<JsonNode> all = new ArrayList<>();
        operation.path().path("parameters").forEach(parameter -> all.add(resolved(parameter)));
        operation.verb().path("parameters").forEach(parameter -> all.add(resolved(parameter)));
        return all;
    }

    private static Set<String> names(List<JsonNode> parameters, String in) {
        return parameters.stream().filter(parameter -> parameter.path("in").asText().equals(in))
                .map(parameter -> parameter.path("name").asText()).collect(Collectors.toSet());
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}
