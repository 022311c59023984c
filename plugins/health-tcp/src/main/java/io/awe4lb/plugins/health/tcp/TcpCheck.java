package io.awe4lb.plugins.health.tcp;

import io.awe4lb.plugins.health.conversation.ConnectFailure;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Connects and lets go at once.
 *
 * <p>Over TCP it ends with a reset, as HAProxy's check does: that leaves no TIME_WAIT on either side. On Linux the last packet of the
 * handshake is held back as well, so that the reset comes first and the backend's program never sees a connection to write into its log.
 */
final class TcpCheck implements HealthCheck {

    /** How much earlier than the kernel's deadline an attempt gives up, so that the answer is a code and not an interruption. */
    private static final Duration MARGIN = Duration.ofMillis(20);

    /** Looked for once; empty where the system has none. Who looks at the same time finds the same. */
    private volatile @Nullable Optional<SocketOption<Boolean>> quickAck;

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        long begin = System.nanoTime();
        try (SocketChannel channel = open(target.address())) {
            return connect(channel, target, begin);
        } catch (ClosedByInterruptException _) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while connecting to " + target.address());
        } catch (IOException ownFault) { // no socket, or one that would not close: nothing that the backend has done
            return new CheckResult.Inconclusive("could not make a socket: " + ownFault.getMessage());
        }
    }

    private static CheckResult connect(SocketChannel channel, CheckTarget target, long begin) throws ClosedByInterruptException {
        try {
            if (target.address() instanceof InetSocketAddress inet) {
                channel.socket().connect(inet, patienceMillis(target.timeout()));
            } else {
                channel.connect(target.address());
            }
            return isItself(channel) ? ConnectFailure.refused() : connected(System.nanoTime() - begin);
        } catch (ClosedByInterruptException interrupted) {
            throw interrupted;
        } catch (IOException failure) {
            return ConnectFailure.of(failure, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private SocketChannel open(SocketAddress address) throws IOException {
        if (!(address instanceof InetSocketAddress inet)) {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        }
        SocketChannel channel = SocketChannel.open(inet.getAddress() instanceof Inet4Address ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0); // close with a reset
            holdBackTheLastAck(channel);
            return channel;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private void holdBackTheLastAck(SocketChannel channel) throws IOException {
        if (quickAck == null) {
            quickAck = quickAck(channel);
        }
        if (quickAck.isPresent()) {
            channel.setOption(quickAck.get(), false);
        }
    }

    /** See tcp(7) for TCP_QUICKACK. Looked for by name: the class that has it as a constant is in a module of its own, jdk.net. */
    @SuppressWarnings("unchecked")
    private static Optional<SocketOption<Boolean>> quickAck(SocketChannel channel) {
        return channel.supportedOptions().stream().filter(option -> option.name().equals("TCP_QUICKACK") && option.type() == Boolean.class)
                .map(option -> (SocketOption<Boolean>) option).findFirst();
    }

    /** At least 1: 0 would mean for ever. */
    private static int patienceMillis(Duration timeout) {
        long millis = timeout.toMillis() - Math.min(MARGIN.toMillis(), timeout.toMillis() / 10);
        return Math.clamp(millis, 1, Integer.MAX_VALUE);
    }

    /** A connect to a free port of this machine can meet itself, if the same port is picked for its own end (RFC 9293, 3.5). */
    private static boolean isItself(SocketChannel channel) throws IOException {
        return channel.getRemoteAddress() instanceof InetSocketAddress remote && remote.equals(channel.getLocalAddress());
    }

    private static CheckResult connected(long nanos) {
        long millis = nanos / 1_000_000;
        return new CheckResult.Passed(millis == 0 ? "connected in less than 1 ms" : "connected in " + millis + " ms");
    }
}
