package io.awe4lb.kernel.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.AdminStatus;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Overrides as a file: {@code {"pools": {POOL: {BACKEND: {"adminState": {…}, "weight": 5}}}}}. Fields of a later version are passed over. */
final class OverridesFile {

    private static final Logger LOG = LoggerFactory.getLogger(OverridesFile.class);
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private OverridesFile() {}

    static byte[] write(Map<BackendKey, BackendOverride> overrides) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode pools = root.putObject("pools");
        Map<BackendKey, BackendOverride> sorted = new TreeMap<>(Comparator.comparing(BackendKey::pool).thenComparing(BackendKey::backend));
        sorted.putAll(overrides);
        sorted.forEach((key, override) -> write(override, pools.withObjectProperty(key.pool()).putObject(key.backend())));
        return JSON.writeValueAsBytes(root);
    }

    private static void write(BackendOverride override, ObjectNode backend) {
        override.adminState().ifPresent(admin -> {
            ObjectNode state = backend.putObject("adminState");
            state.put("state", admin.state().word());
            state.put("reason", admin.reason());
            state.put("who", admin.who());
            state.put("since", admin.since().toString());
        });
        override.weight().ifPresent(weight -> backend.put("weight", weight));
    }

    /** @throws IOException if it is no JSON object at all */
    static Map<BackendKey, BackendOverride> read(byte[] file) throws IOException {
        Map<BackendKey, BackendOverride> overrides = new LinkedHashMap<>();
        root(file).path("pools").forEachEntry((pool, backends) -> backends.forEachEntry((id, backend) -> {
            var override = new BackendOverride(adminState(pool, id, backend.path("adminState")), weight(backend.path("weight")));
            if (!override.equals(BackendOverride.NONE)) {
                overrides.put(new BackendKey(pool, id), override);
            }
        }));
        return overrides;
    }

    private static JsonNode root(byte[] file) throws IOException {
        try {
            JsonNode root = JSON.readTree(file);
            if (root.isObject()) {
                return root;
            }
            throw new IOException("it is no JSON object");
        } catch (JacksonException failure) {
            var place = failure.getLocation();
            throw new IOException("it is no JSON at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr()), failure);
        }
    }

    private static Optional<AdminStatus> adminState(String pool, String id, JsonNode admin) {
        if (!admin.isObject()) {
            return Optional.empty();
        }
        try {
            AdminState state = state(admin.path("state").asText());
            return Optional.of(new AdminStatus(state, admin.path("reason").asText(), admin.path("who").asText(),
                    Instant.parse(admin.path("since").asText())));
        } catch (IllegalArgumentException | DateTimeException failure) {
            LOG.warn("the kept admin state of pool {}, backend {} is passed over: {}", pool, id, failure.getMessage());
            return Optional.empty();
        }
    }

    private static AdminState state(String word) {
        return Stream.of(AdminState.values()).filter(state -> state.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no state '" + word + "'"));
    }

    private static OptionalInt weight(JsonNode weight) {
        return weight.canConvertToInt() && weight.isIntegralNumber() && weight.intValue() >= 0 ? OptionalInt.of(weight.intValue())
                : OptionalInt.empty();
    }
}
