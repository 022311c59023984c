package io.awe4lb.admin.http;

import java.util.Arrays;
import java.util.stream.Collectors;

/** JSON Pointers (RFC 6901). */
public final class Pointer {

    private Pointer() {}

    /**
     * Makes a pointer of keys.
     *
     * @param keys from the root on, as they are written
     * @return with {@code ~} and {@code /} escaped
     */
    public static String of(String... keys) {
        return Arrays.stream(keys).map(key -> "/" + key.replace("~", "~0").replace("/", "~1")).collect(Collectors.joining());
    }
}
