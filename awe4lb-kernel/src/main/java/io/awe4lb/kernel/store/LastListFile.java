package io.awe4lb.kernel.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A last list as a file: {@code {"source": …, "time": …, "backends": [{"name": …, "address": …, …}]}}. */
final class LastListFile {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private LastListFile() {}

    static byte[] write(LastList list) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("source", list.source()).put("time", list.time().toString());
        ArrayNode backends = root.putArray("backends");
        for (BackendSpec backend : list.backends()) {
            ObjectNode entry = backends.addObject().put("name", backend.id()).put("address", backend.address().toString())
                    .put("weight", backend.weight())
                    .put("priority", backend.priority()).put("maxConnections", backend.maxConnections());
            backend.sni().ifPresent(sni -> entry.put("sni", sni));
        }
        return JSON.writeValueAsBytes(root);
    }

    /** @throws IOException if it is something else */
    static LastList read(byte[] file) throws IOException {
        try {
            JsonNode root = JSON.readTree(file);
            List<BackendSpec> backends = new ArrayList<>();
            for (JsonNode backend : root.required("backends")) {
                backends.add(new BackendSpec(backend.required("name").asText(), Address.parse(backend.required("address").asText()),
                        backend.required("weight").intValue(), backend.required("priority").intValue(),
                        backend.required("maxConnections").intValue(), Optional.ofNullable(backend.get("sni")).map(JsonNode::asText)));
            }
            return new LastList(root.required("source").asText(), Instant.parse(root.required("time").asText()), backends);
        } catch (JacksonException failure) {
            throw new IOException("it is no JSON", failure);
        } catch (IllegalArgumentException | DateTimeException failure) {
            throw new IOException("it is no list of backends: " + failure.getMessage(), failure);
        }
    }
}
