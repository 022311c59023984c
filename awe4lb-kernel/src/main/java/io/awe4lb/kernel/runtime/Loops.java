package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.ConnectionPage;
import io.awe4lb.kernel.stats.Seldom;
import io.awe4lb.kernel.tcp.TcpLoop;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops, asked as one. All methods are for any thread but a loop. */
final class Loops implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);

    private static final Seldom BUGS = new Seldom(Duration.ofSeconds(10));

    private final List<TcpLoop> all;

    private Loops(List<TcpLoop> all) {
        this.all = all;
    }

    /** @throws ChangeException if the system does not give that many */
    static Loops open(Transport transport, int count) throws ChangeException {
        List<TcpLoop> opened = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                EventLoop loop = transport.open("loop-" + i, (_, bug) -> report(bug));
                opened.add(new TcpLoop(loop, i));
                loop.start();
            }
        } catch (IOException failure) {
            new Loops(opened).close();
            throw new ChangeException(ChangeException.Reason.SYSTEM, "/loops", "cannot open an event loop: " + failure.getMessage(),
                    failure);
        }
        return new Loops(List.copyOf(opened));
    }

    private static void report(Throwable bug) {
        BUGS.due(System.nanoTime()).ifPresent(others -> LOG.error("a task of an event loop failed by a bug{}",
                others == 0 ? "" : ", and before it " + others + " without a line", bug));
    }

    List<TcpLoop> all() {
        return all;
    }

    int count() {
        return all.size();
    }

    int liveConnections() {
        return all.stream().mapToInt(TcpLoop::count).sum();
    }

    /** Oldest first. Nothing lives any more when the loops have ended. */
    ConnectionPage connections(Predicate<ConnectionInfo> which, int most) {
        var pages = all.stream().map(loop -> loop.list(which, most).exceptionally(Loops::nothing)).toList().stream()
                .map(CompletableFuture::join).toList();
        List<ConnectionInfo> oldest = pages.stream().flatMap(page -> page.connections().stream())
                .sorted(Comparator.comparing(ConnectionInfo::age).reversed()).limit(most).toList();
        return new ConnectionPage(pages.stream().mapToLong(ConnectionPage::total).sum(), oldest);
    }

    private static ConnectionPage nothing(Throwable stopped) {
        if (stopped instanceof RejectedExecutionException) {
            return new ConnectionPage(0, List.of());
        }
        throw new CompletionException(stopped);
    }

    int close(Predicate<ConnectionInfo> which, EndReason reason) {
        var counts = all.stream().map(loop -> loop.close(which, reason)).toList();
        return counts.stream().mapToInt(CompletableFuture::join).sum();
    }

    /** Does not wait. */
    void closeThoseOf(PoolBackend backend, EndReason reason) {
        all.forEach(loop -> loop.closeThoseOf(backend, reason));
    }

    /** Does not wait. */
    void closeThoseOf(Listener listener, EndReason reason) {
        all.forEach(loop -> loop.closeThoseOf(listener, reason));
    }

    @Override
    public void close() {
        all.forEach(loop -> loop.loop().close());
    }
}
