package io.awe4lb.kernel.stats;

import java.time.Duration;

/**
 * How the network between awe4lb and one peer does at a moment, as the system measures it on the connection itself.
 *
 * @param rtt smoothed round trip; zero before the first measurement
 * @param rttVariation mean deviation of it
 * @param retransmits segments that were sent to the peer again since the connection began
 * @param unacknowledged segments that are under way to the peer
 * @param congestionWindow segments that may be under way at once
 * @param unsent bytes that wait in the system to be sent
 * @param deliveryRate bytes a second that the peer took lately; 0 before the first measurement
 */
public record PathInfo(
        Duration rtt, Duration rttVariation, long retransmits, long unacknowledged, long congestionWindow, long unsent,
        long deliveryRate) {}
