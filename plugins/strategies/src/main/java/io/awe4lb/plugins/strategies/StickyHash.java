package io.awe4lb.plugins.strategies;

/**
 * The 64-bit hash behind {@link Sticky} and {@link Maglev}. It is a promise: the same on every machine and in every version, because balancers that share
 * their clients agree by computing it, and because clients must find their backend again after an upgrade.
 *
 * <ul>
 *   <li>{@code mix}: the finalizer of SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014; the
 *       constants are Stafford's variant 13).
 *   <li>a backend: {@code mix} of the 64-bit FNV-1a hash (Fowler, Noll, Vo) of its id's UTF-16 code units, each low byte first.
 *   <li>a client: {@code mix(mix(high + SEED) + low)} of the halves of its IPv6 address, IPv4 as {@code ::ffff:a.b.c.d}; by network,
 *       with the other bits 0; by the server that it asks for, {@code mix(backend(name) + SEED)}.
 *   <li>both together: {@code mix(client + backend)}.
 *   <li>a backend's second number, for its step through a {@link MaglevTable}: {@code mix(backend + SEED)}.
 * </ul>
 */
final class StickyHash {

    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;
    /** Any number would do. With this one the usual names (b1, 10.0.0.1:80, …) are spread a little more evenly than by chance. */
    private static final long SEED = 0x3DE8_50F1_8EF5_C581L;

    private StickyHash() {}

    static long backend(String id) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < id.length(); i++) {
            char unit = id.charAt(i);
            hash = (hash ^ (unit & 0xFF)) * FNV_PRIME;
            hash = (hash ^ (unit >>> 8)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** @param high of an IPv6 address, as {@link io.awe4lb.spi.Client} has it */
    static long client(long high, long low) {
        return mix(mix(high + SEED) + low);
    }

    /** @param serverName that it asks for */
    static long client(String serverName) {
        return again(backend(serverName));
    }

    /** A second number from a first, as good as independent of it. */
    static long again(long hash) {
        return mix(hash + SEED);
    }

    /** What a backend draws for a client: every 64-bit number is as likely as any other. */
    static long draw(long client, long backend) {
        return mix(client + backend);
    }

    private static long mix(long bits) {
        long z = bits;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
