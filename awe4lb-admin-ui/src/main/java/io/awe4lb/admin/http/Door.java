package io.awe4lb.admin.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An address where management listens. Takes only so many connections, ends one whose next request does not come in time however slowly its
 * bytes drip, and can change from plain to TLS or to another certificate between two connections.
 */
final class Door extends ServerConnector {

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final byte[] TOO_SLOW = tooSlow();
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final long TOLD_EACH = TimeUnit.SECONDS.toNanos(10);

    private final Limits limits;
    private final Accept accept;
    private final Duration pause;
    /** From {@link #begin()} until {@link #leave()}. */
    private boolean isOpenToAll;
    /** Pauses since the log was told of one, and when it may be told again. */
    private int untold;

    private long nextTold = System.nanoTime();
    /** What ends a connection unless a request arrives. */
    private final Map<EndPoint, Scheduler.Task> deadlines = new ConcurrentHashMap<>();
    private volatile ConnectionFactory first;

    /** Takes one of the clients that wait. */
    interface Accept {

        /** @return null where nobody waits */
        @Nullable SelectableChannel from(ServerSocketChannel server) throws IOException;
    }

    /** @param first plain HTTP or TLS */
    Door(Server server, Limits limits, HttpConnectionFactory http, ConnectionFactory first) {
        this(server, limits, http, first, ServerSocketChannel::accept, PAUSE);
    }

    /** @param accept a test has one that fails on purpose @param pause after a failure */
    Door(Server server, Limits limits, HttpConnectionFactory http, ConnectionFactory first, Accept accept, Duration pause) {
        super(server, null, null, null, 0, 1, http);
        this.limits = limits;
        this.accept = accept;
        this.pause = pause;
        this.first = first;
        setIdleTimeout(limits.idle().toMillis());
        setAcceptQueueSize(limits.connections());
    }

    @Override
    public ConnectionFactory getDefaultConnectionFactory() {
        return first;
    }

    /** Without this a start would already accept: there is no thread that waits to be told to. */
    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new ServerConnectorManager(executor, scheduler, selectors) {

            @Override
            public Closeable acceptor(SelectableChannel server) {
                return isAccepting() ? super.acceptor(server) : () -> {};
            }

            @Override
            protected @Nullable SelectableChannel doAccept(SelectableChannel server) throws IOException {
                try {
                    return accept.from((ServerSocketChannel) server);
                } catch (IOException failure) {
                    if (!server.isOpen()) {
                        throw failure;
                    }
                    pause(failure);
                    return null;
                }
            }
        };
    }

    /** Who waits would be told of again at once, and for ever. */
    private synchronized void pause(IOException why) {
        setAccepting(false);
        resumeLater();
        untold++;
        long now = System.nanoTime();
        if (now - nextTold >= 0) {
            LOG.warn("the admin server takes no new connections for a moment: {} ({} times since this was said last); raise the limit of "
                    + "file descriptors (ulimit -n, LimitNOFILE) if this comes again", why.getMessage(), untold);
            nextTold = now + TOLD_EACH;
            untold = 0;
        }
    }

    private void resumeLater() {
        getScheduler().schedule(this::resume, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An address whose last registration the poller has not forgotten yet cannot be registered: Jetty would close it. */
    private synchronized void resume() {
        if (isOpenToAll && ((SelectableChannel) getTransport()).isRegistered()) {
            resumeLater();
        } else if (isOpenToAll) {
            setAccepting(true);
        }
    }

    /** For connections from now on; must be started. */
    void change(ConnectionFactory next) {
        first = next;
    }

    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
        super.onEndPointOpened(endPoint);
        if (getConnectedEndPoints().size() > limits.connections()) {
            endPoint.close();
        } else {
            expect(endPoint, limits.headerTime());
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        forget(endPoint);
        super.onEndPointClosed(endPoint);
    }

    private void expect(EndPoint endPoint, Duration atMost) {
        long before = bytesIn(endPoint);
        Scheduler.Task task = getScheduler().schedule(() -> end(endPoint, before), atMost.toMillis(), TimeUnit.MILLISECONDS);
        Scheduler.Task last = deadlines.put(endPoint, task);
        if (last != null) {
            last.cancel();
        }
        if (!endPoint.isOpen()) {
            forget(endPoint);
        }
    }

    private void forget(EndPoint endPoint) {
        Scheduler.Task task = deadlines.remove(endPoint);
        if (task != null) {
            task.cancel();
        }
    }

    /** Who began a request is told why it ends; who said nothing is not, and neither is who would not understand it under TLS. */
    private static void end(EndPoint endPoint, long before) {
        if (bytesIn(endPoint) > before && !(endPoint.getConnection() instanceof SslConnection)) {
            endPoint.write(Callback.from(endPoint::close), ByteBuffer.wrap(TOO_SLOW));
        } else {
            endPoint.close();
        }
    }

    private static long bytesIn(EndPoint endPoint) {
        Connection connection = endPoint.getConnection();
        return connection == null ? 0 : connection.getBytesIn();
    }

    /** A request is whole: its connection may take the time that it takes. */
    static void busy(Request request) {
        door(request).forget(endPoint(request));
    }

    /** A request is done: the next one has to come in time. */
    static void idle(Request request) {
        Door door = door(request);
        EndPoint endPoint = endPoint(request);
        if (endPoint.isOpen() && door.isRunning()) {
            door.expect(endPoint, door.limits.keepAlive());
        }
    }

    private static Door door(Request request) {
        return (Door) request.getConnectionMetaData().getConnector();
    }

    private static EndPoint endPoint(Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        return endPoint instanceof EndPoint.Wrapper wrapper ? wrapper.unwrap() : endPoint;
    }

    private static byte[] tooSlow() {
        byte[] document = ProblemCode.REQUEST_TIMEOUT.problem("the header of the request did not come in time").document();
        String head = "HTTP/1.1 408 Request Timeout\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n";
        String header = head.formatted(Problem.TYPE, document.length);
        return (header + new String(document, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Takes the address and everything else that it needs; connections wait until {@link #begin}.
     *
     * @throws IOException with a sentence, if that is not possible
     */
    void bind(String host, int port) throws IOException {
        setHost(host.isEmpty() ? null : host); // else it would be the loopback address
        setPort(port);
        try {
            open();
            startSilently();
        } catch (IOException failure) {
            Throwable why = failure.getCause() == null ? failure : failure.getCause();
            throw new IOException("%s: %s".formatted(host.contains(":") ? "[%s]:%d".formatted(host, port) : host + ":" + port,
                    String.valueOf(why.getMessage()).toLowerCase(Locale.ROOT)), failure);
        }
    }

    private void startSilently() throws IOException {
        setAccepting(false);
        try {
            start();
        } catch (Exception failure) { // a want of file descriptors or threads
            leave();
            throw new IOException(failure);
        }
        setAccepting(false); // drops what stands for an acceptor until now
    }

    /** Lets connections in. */
    synchronized void begin() {
        isOpenToAll = true;
        setAccepting(true);
    }

    /** Gives the address back; what is connected lives on. Without this it would be taken until the end of the last connection. */
    synchronized void leave() {
        isOpenToAll = false;
        if (isStarted()) {
            setAccepting(false);
        }
        IO.close((Closeable) getTransport());
    }
}
