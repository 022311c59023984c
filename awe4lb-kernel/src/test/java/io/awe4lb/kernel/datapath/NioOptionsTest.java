package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.awe4lb.kernel.config.ConnectConfig;
import io.awe4lb.kernel.config.ListenConfig;
import io.awe4lb.kernel.config.SocketConfig;
import io.awe4lb.kernel.net.NioTransport;
import io.awe4lb.kernel.runtime.ChangeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The JDK's sockets lack some options: that is said at the start, not passed over. */
class NioOptionsTest {

    private static final SocketConfig TIMED = new SocketConfig(Optional.empty(), Duration.ofSeconds(1), 0, Optional.empty());
    private static final SocketConfig MARKED = new SocketConfig(Optional.empty(), Duration.ZERO, 1, Optional.empty());
    private static final SocketConfig ON_LOOPBACK = new SocketConfig(Optional.empty(), Duration.ZERO, 0, Optional.of("lo"));

    @Test
    void aListenerSaysWhichOptionIsMissing() {
        refused("deferAccept", new ListenConfig(16, Duration.ofSeconds(1), 0, false, SocketConfig.NONE));
        refused("fastOpen", new ListenConfig(16, Duration.ZERO, 1, false, SocketConfig.NONE));
        refused("transparent", new ListenConfig(16, Duration.ZERO, 0, true, SocketConfig.NONE));
        refused("userTimeout", new ListenConfig(16, Duration.ZERO, 0, false, TIMED));
        refused("mark", new ListenConfig(16, Duration.ZERO, 0, false, MARKED));
        refused("interface", new ListenConfig(16, Duration.ZERO, 0, false, ON_LOOPBACK));
    }

    @Test
    void aListenerOfUdpSaysSoToo() {
        ListenConfig redirected = new ListenConfig(16, Duration.ZERO, 0, true, SocketConfig.NONE);
        assertEquals("listener test: transparent needs 'transport: linux'",
                startFailure(Balanced.over().udp(UdpSettings.usual()).listen(redirected)));
    }

    @Test
    void aPoolSaysWhichOptionIsMissing() {
        refused("userTimeout", new ConnectConfig(List.of(), false, TIMED));
        refused("mark", new ConnectConfig(List.of(), false, MARKED));
        refused("transparent", new ConnectConfig(List.of(), true, SocketConfig.NONE));
        refused("interface", new ConnectConfig(List.of(), false, ON_LOOPBACK));
    }

    private static void refused(String option, ListenConfig listen) {
        assertEquals("listener test: " + option + " needs 'transport: linux'", startFailure(Balanced.over().listen(listen)));
    }

    private static void refused(String option, ConnectConfig outgoing) {
        assertEquals("pool backends: " + option + " needs 'transport: linux'", startFailure(Balanced.over().outgoing(outgoing)));
    }

    private static String startFailure(Balanced.Builder builder) {
        return assertThrows(ChangeException.class, () -> builder.on(new NioTransport())).getMessage();
    }
}
