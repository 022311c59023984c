package io.awe4lb.kernel.stats;

/**
 * How much a second.
 *
 * @param connections a second
 * @param bytesIn bytes a second from clients
 * @param bytesOut bytes a second to clients
 * @param errors a second
 */
public record Rate(double connections, double bytesIn, double bytesOut, double errors) {

    /** Nothing moves. */
    public static final Rate NONE = new Rate(0, 0, 0, 0);

    static Rate of(Traffic traffic, double seconds) {
        return traffic.equals(Traffic.NONE) ? NONE
                : new Rate(traffic.connections() / seconds, traffic.bytesIn() / seconds, traffic.bytesOut() / seconds,
                        traffic.errors() / seconds);
    }
}
