package io.awe4lb.kernel.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A channel that listens. Accepts a few connections a wake-up, so that a flood of them cannot starve those that live. */
final class NioListeningSocket implements ListeningSocket {

    private static final int ACCEPTS_PER_WAKE_UP = 32;

    private final ServerSocketChannel channel;
    private final SocketAddress address;
    /** Of every accepted connection: a channel of the JDK that listens cannot pass it on. */
    private Optional<KeepAlive> keepAlive;
    private @Nullable SelectionKey key;
    private @Nullable AcceptHandler handler;
    private SpareDescriptors spare = SpareDescriptors.UNCOUNTED;

    NioListeningSocket(ServerSocketChannel channel, Optional<KeepAlive> keepAlive) throws IOException {
        this.channel = channel;
        this.keepAlive = keepAlive;
        this.address = channel.getLocalAddress();
    }

    void register(Selector selector, AcceptHandler handler, SpareDescriptors spare) throws IOException {
        this.spare = spare;
        this.handler = handler;
        this.key = channel.register(selector, SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void wantAccept(boolean on) {
        if (key != null && key.isValid()) {
            key.interestOps(on ? SelectionKey.OP_ACCEPT : 0);
        }
    }

    @Override
    public void change(ListenOptions options) {
        if (!(address instanceof UnixDomainSocketAddress)) {
            keepAlive = options.accepted().keepAlive();
        }
    }

    void onSelected() {
        acceptUpTo(ACCEPTS_PER_WAKE_UP);
    }

    private void acceptUpTo(int most) {
        AcceptHandler acceptor = handler;
        for (int i = 0; i < most && acceptor != null; i++) {
            if (!spare.take(SpareDescriptors.OF_A_CONNECTION)) {
                acceptor.onAcceptFailed(spare.exhausted());
                return;
            }
            try {
                SocketChannel accepted = channel.accept();
                if (accepted == null) {
                    return;
                }
                if (takesOptions(accepted)) {
                    acceptor.onAccept(new NioSocket(accepted));
                }
            } catch (IOException failure) {
                acceptor.onAcceptFailed(failure);
                return;
            }
        }
    }

    /** @return false if the client was gone before it was accepted, as some systems say it */
    private boolean takesOptions(SocketChannel accepted) throws IOException {
        try {
            NioOptions.keepAlive(accepted, keepAlive);
            return true;
        } catch (IOException _) {
            accepted.close();
            return false;
        }
    }

    @Override
    public Optional<Backlog> backlog() {
        return Optional.empty(); // the JDK does not tell
    }

    @Override
    public OpenDescriptor detach() throws IOException {
        throw new IOException("handing a socket over needs 'transport: linux'");
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        acceptUpTo(Integer.MAX_VALUE); // the system resets what waits in the backlog of a socket that closes
        try {
            channel.close();
            letGo();
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A channel that is registered listens until its selector selects once more: clients would connect to nobody. From a task of the loop. */
    private void letGo() throws IOException {
        SelectionKey registered = key;
        if (registered != null && registered.selector().isOpen()) {
            registered.selector().selectNow();
            registered.selector().selectedKeys().clear(); // told again by the next select: readiness is a level here
            registered.selector().wakeup(); // this select may have used up one that a task handed over was to wake the loop by
        }
    }
}
