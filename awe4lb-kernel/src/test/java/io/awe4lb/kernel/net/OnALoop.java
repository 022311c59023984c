package io.awe4lb.kernel.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A loop that accepts, and whose sockets a test uses step by step. */
public final class OnALoop implements AutoCloseable {

    public static final ListenOptions OPTIONS =
            new ListenOptions(16, Duration.ZERO, 0, false, SocketOptions.NONE);
    private static final long DEADLINE_SECONDS = 10;

    private final Transport transport;
    private final EventLoop loop;
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();

    /** A step that may fail with what the system says. */
    public interface Step<T> {
        /** @return what came out */
        T run() throws IOException;
    }

    public OnALoop() throws IOException {
        this(LinuxTransport.open());
    }

    public OnALoop(Transport transport) throws IOException {
        this.transport = transport;
        loop = transport.open("test-loop", (_, bug) -> bug.printStackTrace());
        loop.start();
    }

    /** @return where it listens from now on */
    public SocketAddress listens(SocketAddress address) throws IOException {
        ListeningSocket socket = transport.bind(address, OPTIONS, false);
        accepts(socket);
        return socket.address();
    }

    public void accepts(ListeningSocket socket) {
        run(() -> {
            loop.accept(socket, new Accepting());
            return socket;
        });
    }

    /** @return the next one that was accepted, attached */
    public Socket accepted() throws InterruptedException {
        Socket socket = accepted.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (socket == null) {
            throw new AssertionError("nobody connected");
        }
        attaches(socket);
        return socket;
    }

    public void serves(DatagramServer server, DatagramServerHandler handler) {
        run(() -> {
            loop.serve(server, handler);
            return server;
        });
    }

    public void attaches(Socket socket) {
        run(() -> {
            loop.attach(socket, new Deaf());
            return socket;
        });
    }

    /** @return what is there to be read: empty when nothing is, or the end */
    public String reads(Socket socket) {
        return run(() -> {
            NativeBuffer buffer = loop.buffer();
            socket.read(buffer);
            return StandardCharsets.UTF_8.decode(buffer.bytes().flip()).toString();
        });
    }

    public void writes(Socket socket, String text) {
        run(() -> {
            NativeBuffer buffer = loop.buffer();
            buffer.bytes().put(text.getBytes(StandardCharsets.UTF_8)).flip();
            return socket.write(buffer);
        });
    }

    public OpenDescriptor detaches(Socket socket) {
        return run(socket::detach);
    }

    public <T> T run(Step<T> step) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return step.run();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }, loop).join();
    }

    @Override
    public void close() {
        loop.close();
        accepted.forEach(Socket::close);
    }

    private final class Accepting implements AcceptHandler {

        @Override
        public void onAccept(Socket socket) {
            accepted.add(socket);
        }

        @Override
        public void onAcceptFailed(IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Steps are taken by the test, not by what happens. */
    private static final class Deaf implements SocketHandler {

        @Override
        public void onReadable() {
            throw new AssertionError("nothing was wanted");
        }

        @Override
        public void onWritable() {
            throw new AssertionError("nothing was wanted");
        }

        @Override
        public void onConnected() {
            throw new AssertionError("it was connected");
        }

        @Override
        public void onConnectFailed(IOException failure) {
            throw new AssertionError("it was connected", failure);
        }

        @Override
        public void onBug(Throwable bug) {
            throw new AssertionError(bug);
        }
    }
}
