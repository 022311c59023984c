package io.awe4lb.kernel.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Socket options of connections, those of clients or those to backends.
 *
 * @param keepAlive probes of a silent peer; empty: none
 * @param userTimeout how long sent bytes may stay unacknowledged; zero: off
 * @param mark of the packets; 0: none
 * @param device name of a network interface; empty: any
 */
public record SocketConfig(Optional<KeepAliveConfig> keepAlive, Duration userTimeout, int mark, Optional<String> device) {

    /** As the system does by itself. */
    public static final SocketConfig NONE = new SocketConfig(Optional.empty(), Duration.ZERO, 0, Optional.empty());
}
