package io.awe4lb.kernel.net;

import java.time.Duration;

/**
 * What the system knows of a TCP connection at a moment. Source: {@code struct tcp_info} of {@code linux/tcp.h}.
 *
 * @param state of the connection (RFC 9293)
 * @param rtt smoothed time from a segment to its acknowledgement; zero before the first one
 * @param rttVariation mean deviation of it
 * @param retransmits segments that were sent again since the connection began
 * @param unacknowledged segments that are under way: sent, and not acknowledged
 * @param congestionWindow segments that may be under way at once
 * @param segmentSize bytes of the largest segment that is sent
 * @param unsent bytes that were written and wait for the window or the congestion window
 * @param deliveryRate bytes a second that the peer acknowledged lately; 0 before the first measurement
 */
public record TcpInfo(State state, Duration rtt, Duration rttVariation, long retransmits, long unacknowledged, long congestionWindow,
        long segmentSize, long unsent, long deliveryRate) {

    /** State of a TCP connection; the order is that of the system's numbers, which begin with 1. */
    public enum State {
        /** Both sides may send. */
        ESTABLISHED,
        /** A connect is under way. */
        SYN_SENT,
        /** A handshake is under way that the peer began. */
        SYN_RECV,
        /** This side has ended, and the peer has not acknowledged it. */
        FIN_WAIT1,
        /** This side has ended, the peer has not. */
        FIN_WAIT2,
        /** Both have ended; late segments die out. */
        TIME_WAIT,
        /** Not connected, or reset. */
        CLOSE,
        /** The peer has ended, this side has not. */
        CLOSE_WAIT,
        /** The peer has ended first, and has not acknowledged this side's end. */
        LAST_ACK,
        /** Listens. */
        LISTEN,
        /** Both ended at once. */
        CLOSING,
        /** A handshake that has no socket yet. */
        NEW_SYN_RECV
    }
}
