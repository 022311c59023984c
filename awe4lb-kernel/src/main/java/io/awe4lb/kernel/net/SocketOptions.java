package io.awe4lb.kernel.net;

import java.time.Duration;
import java.util.Optional;

/**
 * What may be asked of a connection, whoever opened it. Unix sockets have none of it.
 *
 * @param keepAlive probes of a silent peer; empty: none
 * @param userTimeout how long sent bytes may stay unacknowledged (TCP_USER_TIMEOUT), in milliseconds; zero: the system decides
 * @param mark of its packets for routing and filtering (SO_MARK); 0: none
 * @param device name of the network interface that alone carries it (SO_BINDTODEVICE); empty: any
 */
public record SocketOptions(Optional<KeepAlive> keepAlive, Duration userTimeout, int mark, Optional<String> device) {

    /** Nothing is asked. */
    public static final SocketOptions NONE = new SocketOptions(Optional.empty(), Duration.ZERO, 0, Optional.empty());
}
