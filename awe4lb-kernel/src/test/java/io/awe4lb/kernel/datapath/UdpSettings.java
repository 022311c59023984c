package io.awe4lb.kernel.datapath;

import io.awe4lb.kernel.config.UdpConfig;
import java.time.Duration;
import java.util.OptionalInt;

/** Settings of UDP for tests. */
final class UdpSettings {

    private UdpSettings() {}

    static UdpConfig usual() {
        return UdpConfig.DEFAULT;
    }

    static UdpConfig idle(Duration idle) {
        UdpConfig usual = usual();
        return new UdpConfig(idle, usual.maxSessions(), usual.datagram(), 0, OptionalInt.empty(), OptionalInt.empty());
    }

    static UdpConfig maxSessions(int most) {
        UdpConfig usual = usual();
        return new UdpConfig(usual.idle(), most, usual.datagram(), 0, OptionalInt.empty(), OptionalInt.empty());
    }

    static UdpConfig datagram(int largest) {
        UdpConfig usual = usual();
        return new UdpConfig(usual.idle(), usual.maxSessions(), largest, 0, OptionalInt.empty(), OptionalInt.empty());
    }

    static UdpConfig maxRequests(int most) {
        return counted(OptionalInt.of(most), OptionalInt.empty());
    }

    static UdpConfig maxResponses(int most) {
        return counted(OptionalInt.empty(), OptionalInt.of(most));
    }

    static UdpConfig counted(OptionalInt requests, OptionalInt responses) {
        UdpConfig usual = usual();
        return new UdpConfig(usual.idle(), usual.maxSessions(), usual.datagram(), 0, requests, responses);
    }
}
