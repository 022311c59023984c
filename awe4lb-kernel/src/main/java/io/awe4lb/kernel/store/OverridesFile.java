package io.awe4lb.kernel.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.stats.WeightOverride;
import io.awe4lb.spi.BackendSpec;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Overrides as a file: {@code {"pools": {POOL: {BACKEND: {"adminState": {…}, "weight": {…}}}}}}. Fields of a later version are passed over. */
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
        override.weight().ifPresent(weight -> backend.putObject("weight").put("weight", weight.weight()).put("who", weight.who())
                .put("since", weight.since().toString()));
    }

    /** @throws IOException if it is no JSON object at all */
    static Map<BackendKey, BackendOverride> read(byte[] file) throws IOException {
        Map<BackendKey, BackendOverride> overrides = new LinkedHashMap<>();
        root(file).path("pools").forEachEntry((pool, backends) -> backends.forEachEntry((id, backend) -> {
            var override = new BackendOverride(adminState(pool, id, backend.path("adminState")), weight(pool, id, backend.path("weight")));
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
            return passedOver("admin state", pool, id, String.valueOf(failure.getMessage()));
        }
    }

    private static AdminState state(String word) {
        return Stream.of(AdminState.values()).filter(state -> state.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no state '" + word + "'"));
    }

    private static Optional<WeightOverride> weight(String pool, String id, JsonNode weight) {
        if (weight.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode number = weight.path("weight");
        if (!number.isIntegralNumber() || !number.canConvertToInt() || number.intValue() < 0
                || number.intValue() > BackendSpec.MAX_WEIGHT) {
            return passedOver("weight", pool, id, "its weight is no number from 0 to " + BackendSpec.MAX_WEIGHT);
        }
        try {
            return Optional
                    .of(new WeightOverride(number.intValue(), weight.path("who").asText(), Instant.parse(weight.path("since").asText())));
        } catch (DateTimeException failure) {
            return passedOver("weight", pool, id, String.valueOf(failure.getMessage()));
        }
    }

    private static <T> Optional<T> passedOver(String what, String pool, String id, String why) {
        LOG.warn("the kept {} of pool {}, backend {} is passed over: {}", what, pool, id, why);
        return Optional.empty();
    }
}
