package io.awe4lb.plugins.discovery.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.plugins.http.Json;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The answer to {@code /v3/kv/range}.
 *
 * @param revision of the whole store, at which the keys were read
 * @param backends in the order of their keys
 */
record KeyValues(long revision, List<BackendSpec> backends) {

    /** @throws IllegalArgumentException with a sentence that names the key */
    static KeyValues read(Object answer) {
        long revision = Long.parseLong(Json.text(answer, "header", "revision").filter(text -> text.matches("[0-9]{1,18}"))
                .orElseThrow(() -> new IllegalArgumentException("there is no revision: is it etcd that answers there?")));
        var backends = new ArrayList<BackendSpec>();
        for (Object entry : Json.list(answer, "kvs")) {
            String key = decoded(entry, "key");
            try {
                backends.add(backend(decoded(entry, "value")));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("key %s: %s".formatted(key, wrong.getMessage()), wrong);
            }
        }
        return new KeyValues(revision, backends);
    }

    private static BackendSpec backend(String value) {
        if (!value.strip().startsWith("{")) {
            return BackendText.ofLine(value);
        }
        var fields = new LinkedHashMap<String, String>();
        Json.map(Json.parse(value)).forEach((key, field) -> fields.put(key.toString(),
                Json.text(field).orElseThrow(() -> new IllegalArgumentException("%s is neither a text nor a number".formatted(key)))));
        return BackendText.ofFields(fields);
    }

    /** What is empty is left out. */
    private static String decoded(Object entry, String what) {
        try {
            byte[] bytes = Base64.getDecoder().decode(Json.text(entry, what).orElse(""));
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException wrong) {
            throw new IllegalArgumentException("its %s is no text in UTF-8".formatted(what), wrong);
        }
    }
}
