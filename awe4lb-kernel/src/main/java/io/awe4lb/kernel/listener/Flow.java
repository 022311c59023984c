package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.net.Timer;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Seldom;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection or session, from its first sign to its single end, whatever the protocol. Lives on one loop; not thread safe.
 *
 * <p>It is its own timer and its own link in the loop's list, so that an idle one holds neither.
 */
public abstract class Flow extends Timer {

    private static final Logger LOG = LoggerFactory.getLogger(Flow.class);
    /** Before the ids of this process, so that no other one has the same. */
    private static final String PROCESS = "%012x-".formatted(new SecureRandom().nextLong() & 0xFFFF_FFFF_FFFFL);

    /** A plugin that fails with every client fails once in the log. */
    private static final Seldom BUGS = new Seldom(Duration.ofSeconds(10));

    private final FlowLoop flows;
    private Client client;
    private final long id;
    private final long begun;

    /** Neighbours in the loop's list. */
    @Nullable Flow newer;

    @Nullable Flow older;

    /**
     * On the loop.
     *
     * @param flows where it lives
     * @param client whose it is
     */
    protected Flow(FlowLoop flows, Client client) {
        this.flows = flows;
        this.client = client;
        this.id = flows.nextId();
        this.begun = flows.loop().now();
    }

    /**
     * Where it lives.
     *
     * @return for its whole life
     */
    public final FlowLoop flows() {
        return flows;
    }

    /**
     * Whose it is.
     *
     * @return the same for its whole life, of whom more may become known: by a proxy, that it is another one
     */
    public final Client client() {
        return client;
    }

    /**
     * The other end of what it came by.
     *
     * @return the client itself, but where a proxy has said that it is another one
     */
    public Client source() {
        return client;
    }

    /**
     * What others know it by.
     *
     * @return what a proxy has called it, or backends are told, for people; empty if neither
     */
    public String uniqueId() {
        return "";
    }

    /**
     * What it could be known by.
     *
     * @return its id, and something before it that tells this process from others
     */
    protected final String ownUniqueId() {
        return PROCESS + id;
    }

    /**
     * More is known of the client.
     *
     * @param known the same client, or the one that it comes from
     */
    protected final void client(Client known) {
        client = known;
    }

    /**
     * Its number in lists and logs.
     *
     * @return unique while the process runs, more than 0
     */
    public final long id() {
        return id;
    }

    /**
     * How long it lives.
     *
     * @return nanoseconds by the loop's clock
     */
    public final long age() {
        return flows.loop().now() - begun;
    }

    /**
     * When it began.
     *
     * @return nanoseconds by the loop's clock
     */
    public final long begun() {
        return begun;
    }

    /**
     * What it came by.
     *
     * @return perhaps not the newest configuration of that listener
     */
    public abstract Listener listener();

    /**
     * The pool that it was given to.
     *
     * @return null before that is known, and if nobody serves it
     */
    public abstract @Nullable Pool pool();

    /**
     * Who serves it, or is asked to.
     *
     * @return null if nobody is now
     */
    public abstract @Nullable PoolBackend backend();

    /**
     * Whether it has ended.
     *
     * @return true from the begin of {@link #close}
     */
    public abstract boolean isClosed();

    /**
     * The only way out; idempotent.
     *
     * @param reason why
     */
    public abstract void close(EndReason reason);

    /** The log wants to hear of it at other times. */
    protected abstract void onLogChanged();

    /** As much as the system tells: may cost a call of it a side. */
    protected abstract ConnectionInfo info();

    /** Without what the system would have to be asked for. */
    protected abstract ConnectionInfo infoWithoutPaths();

    @Override
    protected final void onTimeout() {
        guarded(this::onDue);
    }

    /** The time has come that it wanted to be called at. */
    protected abstract void onDue();

    /**
     * Ends with {@code internal_error} instead of throwing: a bug costs this one flow, and never the loop.
     *
     * @param step what is done
     */
    protected final void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error bug) {
            onBug(bug);
        }
    }

    /**
     * Says so, once in a while, and ends.
     *
     * @param bug what was thrown
     */
    public final void onBug(Throwable bug) {
        BUGS.due(flows.loop().now()).ifPresent(others -> tell(bug, others));
        close(EndReason.INTERNAL_ERROR);
    }

    private void tell(Throwable bug, long others) {
        Listener listener = listener();
        String pool = Optional.ofNullable(pool()).map(Pool::id).orElse("");
        String before = others == 0 ? "" : ", and before it " + others + " without a line";
        LOG.error("listener {}{}: a connection from {} ended by a bug{}", listener.id(), pool.isEmpty() ? "" : ", pool " + pool, client,
                before,
                bug);
        flows.events().publish(EventType.INTERNAL_ERROR, Event.Severity.ERROR, new Subject(listener.id(), pool, ""), "",
                "a connection ended by a bug (%s)%s; the log has its stack".formatted(bug.getClass().getName(), before));
    }

    /** For lists: by the system's clock, since the loop may hang. */
    protected final Duration ageNow() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
