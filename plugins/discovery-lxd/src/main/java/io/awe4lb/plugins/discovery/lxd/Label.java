package io.awe4lb.plugins.discovery.lxd;

import io.awe4lb.plugins.http.Json;
import java.util.Optional;

/**
 * What an instance has in its configuration.
 *
 * @param value empty: any
 */
record Label(String key, Optional<String> value) {

    /** @throws IllegalArgumentException with a sentence, if it is none */
    static Label of(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        if (!key.matches("[a-z]+\\.\\S+")) { // LXD has no others
            throw new IllegalArgumentException("label: '%s' is no key of LXD: write user.KEY or user.KEY=VALUE".formatted(key));
        }
        return new Label(key, equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1)));
    }

    /** Also by what its profiles say. */
    boolean isOn(Object instance) {
        return Json.text(instance, "expanded_config", key).filter(found -> value.map(found::equals).orElse(true)).isPresent();
    }
}
