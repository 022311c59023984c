package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.ExhaustedException;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.Members;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.EndReason;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a backend that takes the connection: picks one, makes an {@link Attempt} with it, and when that fails picks another, never the same,
 * up to {@code retry.tries} others and as long as {@code retry.timeout} has not passed. The client's bytes wait in the system, but for those
 * that had to be read to know which pool is asked.
 *
 * <p>When this machine itself runs out of descriptors, no backend is blamed: accepting pauses and the connect is tried again a little later.
 * So it is when no local port towards any backend of the pool is free, but then accepting goes on: other pools have theirs.
 */
final class Connecting implements Phase {

    private static final Logger LOG = LoggerFactory.getLogger(Connecting.class);
    private static final long PAUSE_WHEN_EXHAUSTED = TimeUnit.MILLISECONDS.toNanos(50);

    private final Connection connection;
    private final Pool pool;
    /** What was read of the client already; given back, or passed on. */
    private @Nullable Loan head;

    private final long begin;
    /** Those towards which no local port was free, since the last pause. */
    private List<PoolBackend> withoutPort = List.of();

    private EndReason lastFailure = EndReason.NO_BACKEND;
    /** Null while a descriptor or a port is waited for. */
    private @Nullable Attempt attempt;

    Connecting(Connection connection, Pool pool, @Nullable Loan head) {
        this.connection = connection;
        this.pool = pool;
        this.head = head;
        this.begin = connection.owner().loop().now();
    }

    void begin() {
        Members members = pool.members();
        if (pool.line().length() > 0 && mayQueue() && members.offer(connection.tried())) { // not past those who wait
            queue();
            return;
        }
        Lease taken = members.lease(connection.client(), passedOver());
        if (taken != null) {
            ask(taken);
        } else if (withoutPort.isEmpty()) {
            noneLeft(members);
        } else {
            againLater();
        }
    }

    private List<PoolBackend> passedOver() {
        List<PoolBackend> tried = connection.tried();
        return withoutPort.isEmpty() ? tried : Stream.concat(tried.stream(), withoutPort.stream()).toList();
    }

    /** Makes an attempt with this backend. */
    void ask(Lease taken) {
        var next = new Attempt(connection, this, pool, taken);
        attempt = next;
        next.begin();
    }

    private void noneLeft(Members members) {
        List<PoolBackend> tried = connection.tried();
        if (mayQueue() && members.offer(tried)) { // all are full, or were a moment ago
            queue();
            return;
        }
        EndReason reason = tried.isEmpty() ? members.whyNone(tried) : lastFailure;
        if (reason == EndReason.NO_BACKEND) {
            pool.counters(connection.owner().index()).noBackend();
        }
        connection.close(reason);
    }

    private boolean mayQueue() {
        return connection.listener().admission().patience().isPositive();
    }

    private void queue() {
        Loan read = head;
        head = null;
        connection.queue(pool, read);
    }

    private EventLoop loop() {
        return connection.owner().loop();
    }

    /** The backend has taken the connection. */
    void connected(Attempt done, Socket socket) {
        attempt = null;
        Loan read = head;
        head = null;
        connection.connected(socket, done.lease(), read);
    }

    @Override
    public void onTimeout() {
        if (attempt == null) {
            begin();
        } else {
            attempt.onTimeout();
        }
    }

    /** The backend that was asked has failed; the next one, if there is time and a try left. */
    void failed(EndReason reason, String sentence) {
        PoolBackend backend = attempted().backend();
        if (reason == EndReason.RESOURCE_EXHAUSTED) {
            passOver(backend, sentence);
            return;
        }
        if (reason == EndReason.BACKEND_TLS_FAILED) {
            backend.counters(connection.owner().index()).handshakes().failed();
        }
        if (reason == EndReason.NO_BACKEND) {
            backend.tellUnreachable(sentence, loop().now());
        } else {
            LOG.debug("pool {}, backend {}: {}", pool.id(), backend.id(), sentence);
            backend.counters(connection.owner().index()).connectFailed(reason);
            if (attempted().isBackendsFault()) {
                backend.connectFailed(sentence);
            } else {
                backend.tellBlameless(sentence, loop().now());
            }
        }
        giveUp();
        lastFailure = reason;
        connection.refusedBy(backend);
        if (connection.tried().size() > pool.config().retry().tries() || isTooLate()) {
            connection.close(reason);
        } else {
            backend.counters(connection.owner().index()).retried();
            begin();
        }
    }

    /** It was not even asked. */
    private void passOver(PoolBackend backend, String sentence) {
        backend.tellUnreachable(sentence, loop().now());
        giveUp();
        withoutPort = Stream.concat(withoutPort.stream(), Stream.of(backend)).toList();
        if (withoutPort.size() > pool.config().retry().tries()) {
            againLater();
        } else {
            begin();
        }
    }

    private boolean isTooLate() {
        return loop().now() - begin >= pool.config().retry().timeout().toNanos();
    }

    /** This machine has nothing left to ask a backend with. */
    void exhausted(ExhaustedException exhausted) {
        giveUp();
        connection.owner().accepting().pause(exhausted);
        againLater();
    }

    private void againLater() {
        withoutPort = List.of();
        if (isTooLate()) {
            connection.close(EndReason.RESOURCE_EXHAUSTED);
        } else {
            loop().timers().schedule(connection, loop().now() + PAUSE_WHEN_EXHAUSTED);
        }
    }

    private void giveUp() {
        attempted().close();
        attempt = null;
    }

    private Attempt attempted() {
        if (attempt == null) {
            throw new IllegalStateException("no backend is asked");
        }
        return attempt;
    }

    @Override
    public String word() {
        return "connecting";
    }

    @Override
    public @Nullable PoolBackend backend() {
        return attempt == null ? null : attempt.backend();
    }

    @Override
    public void release(EndReason reason) {
        if (attempt != null) {
            giveUp();
        }
        if (head != null) {
            loop().buffers().giveBack(head);
            head = null;
        }
    }
}
