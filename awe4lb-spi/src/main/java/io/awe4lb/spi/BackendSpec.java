package io.awe4lb.spi;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What discovery says of one backend.
 *
 * @param id unique within the pool: the given name, else the address as text
 * @param address where it serves
 * @param weight share of work, 0 to {@value #MAX_WEIGHT}; {@value #DEFAULT_WEIGHT} where the source says nothing
 * @param priority tier, 0 to {@value #MAX_PRIORITY}, the lowest serves first; {@value #DEFAULT_PRIORITY} where the source says nothing
 * @param maxConnections most connections at once; 0 for no limit
 * @param sni name to ask for, and to find in its certificate, where TLS is spoken to it, in lower case; empty where the source says nothing
 */
public record BackendSpec(String id, Address address, int weight, int priority, int maxConnections, Optional<String> sni) {

    /** Weight of a backend that states none. */
    public static final int DEFAULT_WEIGHT = 1;
    /** Priority of a backend that states none. */
    public static final int DEFAULT_PRIORITY = 1;
    /** Largest weight. */
    public static final int MAX_WEIGHT = 65_535;
    /** Largest priority number, the last to serve. */
    public static final int MAX_PRIORITY = 65_535;

    /** As DNS has it, with underscores, which names of services have. */
    private static final Pattern SERVER_NAME = Pattern.compile("(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?");

    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    /**
     * Checks the ranges and the name.
     *
     * @throws IllegalArgumentException saying which value is wrong, and what is allowed
     */
    public BackendSpec {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a backend's name must not be blank");
        }
        requireRange("weight", weight, MAX_WEIGHT);
        requireRange("priority", priority, MAX_PRIORITY);
        requireRange("maxConnections", maxConnections, Integer.MAX_VALUE);
        sni = sni.map(BackendSpec::serverName);
    }

    /**
     * A backend whose source says nothing of TLS.
     *
     * @param id unique within the pool
     * @param address where it serves
     * @param weight share of work
     * @param priority tier
     * @param maxConnections most connections at once; 0 for no limit
     */
    public BackendSpec(String id, Address address, int weight, int priority, int maxConnections) {
        this(id, address, weight, priority, maxConnections, Optional.empty());
    }

    /**
     * A backend that is known by its address alone.
     *
     * @param address where it serves
     * @return with default weight and priority and no limit
     */
    public static BackendSpec of(Address address) {
        return new BackendSpec(address.toString(), address, DEFAULT_WEIGHT, DEFAULT_PRIORITY, 0);
    }

    private static String serverName(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (!SERVER_NAME.matcher(name).matches() || NUMBERS.matcher(name).matches()) {
            throw new IllegalArgumentException("sni '%s' is not the name of a server: write for example api.example.com".formatted(text));
        }
        return name;
    }

    private static void requireRange(String what, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("%s %d is not between 0 and %d".formatted(what, value, max));
        }
    }
}
