package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.UdpConfig;
import io.awe4lb.kernel.stats.FileDescriptors;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says where the sessions that listeners of UDP may have need more file descriptors than the process may open: {@code maxSessions} is no limit
 * then. One change at a time.
 */
final class SessionRoom {

    private static final Logger LOG = LoggerFactory.getLogger(SessionRoom.class);

    private final Optional<FileDescriptors> descriptors;
    /** What was said last: a change that has nothing to do with it does not repeat it. */
    private Optional<String> said = Optional.empty();

    /** @param descriptors of the process; empty: not known */
    SessionRoom(Optional<FileDescriptors> descriptors) {
        this.descriptors = descriptors;
    }

    /** A configuration is in force. */
    void look(BalancerConfig config) {
        Optional<String> now = descriptors.flatMap(all -> warning(config, all.limit()));
        now.filter(sentence -> !said.equals(now)).ifPresent(LOG::warn);
        said = now;
    }

    static Optional<String> warning(BalancerConfig config, long limit) {
        long sessions = config.listeners().values().stream()
                .filter(listener -> listener.pool().map(config.pools()::get).filter(listener::hasSessions).isPresent())
                .map(ListenerConfig::udp).flatMap(Optional::stream).mapToLong(UdpConfig::maxSessions).sum();
        return sessions < limit ? Optional.empty()
                : Optional.of(
                        "listeners of UDP may have %d sessions (udp.maxSessions), each with a file descriptor, and this process may open %d: raise the "
                                .formatted(sessions, limit) + "limit (ulimit -n, LimitNOFILE), or lower udp.maxSessions");
    }
}
