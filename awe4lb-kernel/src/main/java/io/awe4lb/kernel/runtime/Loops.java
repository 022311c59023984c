package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.admission.Overload;
import io.awe4lb.kernel.listener.Binder;
import io.awe4lb.kernel.listener.FlowLoop;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.SpareDescriptors;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.ConnectionPage;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.FileDescriptors;
import io.awe4lb.kernel.stats.Seldom;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.tcp.TcpBinder;
import io.awe4lb.kernel.tcp.TcpLoop;
import io.awe4lb.kernel.udp.UdpBinder;
import io.awe4lb.kernel.udp.UdpLoop;
import io.awe4lb.spi.ConnectionRecord.Protocol;
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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops, asked as one. All methods are for any thread but a loop. */
final class Loops implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);

    private static final Seldom BUGS = new Seldom(Duration.ofSeconds(10));

    private final List<FlowLoop> all;
    private final Binder tcp;
    private final Binder udp;
    private final SpareDescriptors spare;

    private Loops(Transport transport, List<FlowLoop> all, SpareDescriptors spare) {
        this.all = all;
        this.spare = spare;
        this.tcp = new TcpBinder(transport, all.stream().map(TcpLoop::new).toList());
        this.udp = new UdpBinder(transport, all.stream().map(UdpLoop::new).toList());
    }

    /** @throws ChangeException if the system does not give that many */
    static Loops open(Transport transport, int count, Events events, Overload overload) throws ChangeException {
        List<FlowLoop> opened = new ArrayList<>();
        SpareDescriptors spare = spare();
        try {
            for (int i = 0; i < count; i++) {
                EventLoop loop = transport.open("loop-" + i, (_, bug) -> report(bug, events), spare);
                opened.add(new FlowLoop(loop, i, events, overload));
                loop.start();
            }
        } catch (IOException failure) {
            new Loops(transport, opened, spare).close();
            throw new ChangeException(ChangeException.Reason.SYSTEM, "/loops", "cannot open an event loop: " + failure.getMessage(),
                    failure);
        }
        return new Loops(transport, List.copyOf(opened), spare);
    }

    private static SpareDescriptors spare() {
        return FileDescriptors.now().map(now -> new SpareDescriptors(FileDescriptors::openNow, now.limit(), System::nanoTime))
                .orElse(SpareDescriptors.UNCOUNTED);
    }

    private static void report(Throwable bug, Events events) {
        BUGS.due(System.nanoTime()).ifPresent(others -> {
            String before = others == 0 ? "" : ", and before it " + others + " without a line";
            LOG.error("a task of an event loop failed by a bug{}", before, bug);
            events.publish(EventType.INTERNAL_ERROR, Event.Severity.ERROR, Subject.NONE, "",
                    "a task of an event loop failed by a bug (%s)%s; the log has its stack".formatted(bug.getClass().getName(), before));
        });
    }

    /** Makes the sockets of such a listener. */
    Binder binder(Protocol protocol) {
        return switch (protocol) {
            case TCP, TLS -> tcp;
            case UDP -> udp;
        };
    }

    List<FlowLoop> all() {
        return all;
    }

    int count() {
        return all.size();
    }

    /** How many descriptors may be open before clients get no more. */
    long mostDescriptors() {
        return spare.most();
    }

    /** Says who hears of it when clients have but a few of them left; by a loop. */
    void tellOfFewDescriptors(long count, Runnable told) {
        spare.tellOfFew(count, told);
    }

    int liveConnections() {
        return all.stream().mapToInt(FlowLoop::count).sum();
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

    /** Does not wait. @return completed by the last loop with how many there were */
    CompletableFuture<Integer> closeThoseOf(PoolBackend backend, EndReason reason) {
        return sum(all.stream().map(loop -> loop.closeThoseOf(backend, reason)));
    }

    /** Does not wait. @return completed by the last loop with how many there were */
    CompletableFuture<Integer> closeThoseOf(Listener listener, EndReason reason) {
        return sum(all.stream().map(loop -> loop.closeThoseOf(listener, reason)));
    }

    private static CompletableFuture<Integer> sum(Stream<CompletableFuture<Integer>> counts) {
        return counts.toList().stream().reduce(CompletableFuture.completedFuture(0), (one, other) -> one.thenCombine(other, Integer::sum));
    }

    /** Does not wait. */
    void logChanged(Listener listener) {
        all.forEach(loop -> loop.logChanged(listener));
    }

    /** Waits until every loop has done what it was about to do; a loop that has ended has. */
    void pass() {
        all.stream().map(Loops::passed).toList().forEach(CompletableFuture::join);
    }

    private static CompletableFuture<Void> passed(FlowLoop loop) {
        try {
            return CompletableFuture.runAsync(() -> {}, loop.loop());
        } catch (RejectedExecutionException _) { // it has ended
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public void close() {
        all.forEach(loop -> loop.loop().close());
    }
}
