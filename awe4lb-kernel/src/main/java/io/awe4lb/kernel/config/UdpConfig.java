package io.awe4lb.kernel.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a listener of UDP does with datagrams.
 *
 * @param idle time without a datagram in either direction after which a session ends
 * @param maxSessions sessions at once
 * @param datagram bytes of the largest datagram that is passed on
 * @param receiveBuffer bytes that the system keeps for a socket until they are read; 0: the system decides
 * @param maxRequests datagrams of a client in a session; empty: no limit
 * @param maxResponses answers to each of them; 0: no answer is passed on and no session kept; empty: no limit
 */
public record UdpConfig(
        Duration idle, int maxSessions, int datagram, int receiveBuffer, OptionalInt maxRequests, OptionalInt maxResponses) {

    /** What holds when nothing is written. */
    public static final UdpConfig DEFAULT =
            new UdpConfig(Duration.ofSeconds(30), 64_000, 64 * 1024, 0, OptionalInt.empty(), OptionalInt.empty());

    /**
     * Whether nobody waits for answers.
     *
     * @return true where no session is kept
     */
    public boolean isOneWay() {
        return maxResponses.isPresent() && maxResponses.getAsInt() == 0;
    }
}
