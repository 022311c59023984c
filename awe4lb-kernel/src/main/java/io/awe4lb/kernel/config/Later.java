package io.awe4lb.kernel.config;

import java.util.Map;
import java.util.Set;

/** Values that a later version takes: told apart from mistakes, like the keys that a {@link Shape.Section} knows for later. */
final class Later {

    /** By the word of the kind of provider. */
    private static final Map<String, Set<String>> TYPES = Map.of();

    private Later() {}

    static boolean hasType(String kind, String type) {
        return TYPES.getOrDefault(kind, Set.of()).contains(type);
    }
}
