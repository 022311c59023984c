package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Pointer;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.kernel.config.ConfigEdit;
import io.awe4lb.kernel.config.EditException;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import java.util.List;
import java.util.Optional;

/**
 * The backends that are written in the configuration of a pool, and where.
 *
 * @param text of the configuration
 * @param pointer to the list
 * @param list as written: a single value stands for a list of one
 * @param backends in the same order, as they are understood
 */
record BackendList(String text, String pointer, JsonNode list, List<BackendSpec> backends) {

    /** Of a pool that is written; 409 where its backends come from elsewhere. */
    static BackendList of(Document document, String pool) {
        PoolConfig config = document.config().pools().get(pool);
        if (config == null) {
            throw Absence.of("pool", pool, document.config().pools().keySet());
        }
        List<BackendSpec> backends = option(config).map(option -> config.discovery().source().options().get(option))
                .orElseThrow(() -> ProblemCode.OTHER_DISCOVERY
                        .problem("pool %s: its backends come from the discovery '%s', which says which there are".formatted(pool,
                                config.discovery().source().provider().type()))
                        .exception());
        boolean isLong = document.part("pools", pool).path("discovery").has("backends");
        String pointer = isLong ? Pointer.of("pools", pool, "discovery", "backends") : Pointer.of("pools", pool, "backends");
        return new BackendList(document.revision().text(), pointer, document.tree().at(pointer), backends);
    }

    @SuppressWarnings("unchecked") // the type of the option is looked at
    private static Optional<Option<List<BackendSpec>>> option(PoolConfig config) {
        return config.discovery().source().provider().options().stream()
                .filter(option -> option.type() instanceof OptionType.ListType<?>(OptionType.BackendType _))
                .map(option -> (Option<List<BackendSpec>>) option).findFirst();
    }

    /** @return the text with this entry in place of the one of the same id, or after the others */
    String put(String id, ObjectNode entry) throws EditException {
        int index = index(id);
        if (list.isArray()) {
            return ConfigEdit.put(text, pointer + "/" + (index < 0 ? "-" : index), entry);
        }
        ArrayNode entries = Json.array();
        if (isSingle() && index < 0) {
            entries.add(list);
        }
        return ConfigEdit.put(text, pointer, entries.add(entry));
    }

    private boolean isSingle() {
        return !list.isArray() && !list.isMissingNode() && !list.isNull();
    }

    /** @return the text without the entry; empty if there is none */
    Optional<String> remove(String id) throws EditException {
        int index = index(id);
        if (index < 0) {
            return Optional.empty();
        }
        return Optional.of(isSingle() ? ConfigEdit.put(text, pointer, Json.array()) : ConfigEdit.remove(text, pointer + "/" + index));
    }

    private int index(String id) {
        int written = isSingle() ? 1 : list.size();
        for (int i = 0; i < Math.min(backends.size(), written); i++) {
            if (backends.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
