package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** What the JDK can do of the options, and a sentence about what it cannot. */
final class NioOptions {

    private NioOptions() {}

    static void check(ListenOptions options) throws IOException {
        refuse("deferAccept", options.deferAccept().isPositive());
        refuse("fastOpen", options.fastOpen() > 0);
        refuse("transparent", options.transparent());
        check(options.accepted());
    }

    static void check(SocketOptions options) throws IOException {
        refuse("userTimeout", options.userTimeout().isPositive());
        refuse("mark", options.mark() != 0);
        refuse("interface", options.device().isPresent());
        if (options.keepAlive().isPresent()) {
            try (SocketChannel channel = SocketChannel.open()) {
                refuse("keepAlive", !channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE));
            }
        }
    }

    static void check(ConnectOptions options) throws IOException {
        refuse("transparent", options.isTransparent());
        check(options.socket());
    }

    static void check(DatagramOptions options) throws IOException {
        refuse("transparent", options.transparent());
        refuse("mark", options.mark() != 0);
        refuse("interface", options.device().isPresent());
    }

    private static void refuse(String key, boolean refused) throws IOException {
        if (refused) {
            throw new IOException(key + " needs 'transport: linux'");
        }
    }

    /** On a channel that is not of a Unix socket. */
    static void keepAlive(SocketChannel channel, Optional<KeepAlive> asked) throws IOException {
        if (asked.isPresent()) {
            KeepAlive keepAlive = asked.get();
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, (int) keepAlive.idle().toSeconds());
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, (int) keepAlive.interval().toSeconds());
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, keepAlive.count());
        }
    }
}
