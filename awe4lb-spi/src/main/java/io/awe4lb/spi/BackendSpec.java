package io.awe4lb.spi;

/**
 * What discovery says of one backend.
 *
 * @param id unique within the pool: the given name, else the address as text
 * @param address where it serves
 * @param weight share of work, 0 to {@value #MAX_WEIGHT}; {@value #DEFAULT_WEIGHT} where the source says nothing
 * @param priority tier, 0 to {@value #MAX_PRIORITY}, the lowest serves first; {@value #DEFAULT_PRIORITY} where the source says nothing
 * @param maxConnections most connections at once; 0 for no limit
 */
public record BackendSpec(String id, Address address, int weight, int priority, int maxConnections) {

    /** Weight of a backend that states none. */
    public static final int DEFAULT_WEIGHT = 1;
    /** Priority of a backend that states none. */
    public static final int DEFAULT_PRIORITY = 1;
    /** Largest weight. */
    public static final int MAX_WEIGHT = 65_535;
    /** Largest priority number, the last to serve. */
    public static final int MAX_PRIORITY = 65_535;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException saying which value is out of range
     */
    public BackendSpec {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a backend's name must not be blank");
        }
        requireRange("weight", weight, MAX_WEIGHT);
        requireRange("priority", priority, MAX_PRIORITY);
        requireRange("maxConnections", maxConnections, Integer.MAX_VALUE);
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

    private static void requireRange(String what, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("%s %d is not between 0 and %d".formatted(what, value, max));
        }
    }
}
