package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.net.ConnectOptions;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.stats.DiscoveryCounters;
import io.awe4lb.kernel.stats.PoolCounters;
import io.awe4lb.kernel.stats.WeightOverride;
import io.awe4lb.kernel.tls.Origination;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Discovery;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A named set of backends with one strategy, one discovery and one health check. Made, started, changed and closed on the control thread;
 * loops read {@link #members()}.
 */
public final class Pool implements AutoCloseable {

    /** A source that has not answered within this is taken for one that is down: until it answers, its last list serves. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String id;
    private final ScheduledExecutorService control;
    private final PoolContext context;
    private final List<PoolCounters> counters;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    /** Written by the control thread. */
    private volatile PoolParts parts;
    private final Roster roster;
    private final Sourced sourced;
    private final WaitingLine line = new WaitingLine();
    /** Answers may still be on their way when the pool is closed. Written by the control thread. */
    private volatile boolean closed;

    /**
     * Makes the pool with what its providers make.
     *
     * @param config validated
     * @param origination how TLS is spoken to its backends; empty: it is not
     * @param loops number of event loops
     * @param control the control thread
     * @param context the balancer around it
     * @throws IllegalArgumentException with a provider's sentence, if it refuses its options
     */
    public Pool(PoolConfig config, Optional<Origination> origination, int loops, ScheduledExecutorService control, PoolContext context) {
        this.id = config.id();
        this.control = control;
        this.context = context;
        this.counters = Stream.generate(PoolCounters::new).limit(loops).toList();
        this.parts = PoolParts.of(config, origination, this::discovering);
        this.roster = new Roster(this, loops);
        this.sourced = new Sourced(this, new SourceMemory(id, config.discovery(), context));
    }

    private Discovering discovering(PoolConfig config) {
        Discovery discovery = config.discovery().source().provider().create(config.discovery().source().options());
        return new Discovering(id, config.discovery(), discovery, (from, answer) -> onControl(() -> onAnswer(from, answer)));
    }

    /**
     * The key in the configuration.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    /**
     * The configuration in force.
     *
     * @return replaced as a whole when it changes
     */
    public PoolConfig config() {
        return parts.config();
    }

    /**
     * Whether its strategy wants to know which server clients ask for. Any thread.
     *
     * @return may change with the configuration
     */
    public boolean wantsServerName() {
        return parts.strategy().wantsServerName();
    }

    PoolParts parts() {
        return parts;
    }

    /**
     * Who is in it now. Any thread.
     *
     * @return replaced as a whole when anything changes
     */
    public Members members() {
        return roster.members();
    }

    /**
     * Who waits for a backend that has room. Any thread.
     *
     * @return the same one always
     */
    public WaitingLine line() {
        return line;
    }

    /**
     * Whether it has left the configuration, or the process stops. Any thread.
     *
     * @return true for good
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * How its backends are connected to. Any thread.
     *
     * @return the same one until the configuration says otherwise: it knows which source address is next
     */
    public ConnectOptions connectOptions() {
        return parts.connectOptions();
    }

    /**
     * How its backends are connected to for a client. Any thread.
     *
     * @param client whose address they see where the pool is transparent; one without an address is not seen
     * @return {@link #connectOptions()} where it is not
     */
    public ConnectOptions connectOptions(Client client) {
        ConnectOptions options = parts.connectOptions();
        boolean isShown = options.isTransparent() && !client.isLocal();
        return isShown ? options.onBehalfOf(new InetSocketAddress(client.address(), client.port())) : options;
    }

    /**
     * How TLS is spoken to its backends. Any thread.
     *
     * @return empty: they get bytes as they are
     */
    public Optional<Origination> origination() {
        return parts.origination();
    }

    /**
     * Why its source did not answer the last question. Any thread.
     *
     * @return a sentence; empty when it did
     */
    public Optional<String> discoveryFailure() {
        return Optional.of(sourced.failure()).filter(sentence -> !sentence.isEmpty());
    }

    /**
     * Counters of one loop.
     *
     * @param loop index of the loop, from 0
     * @return written by that loop alone
     */
    public PoolCounters counters(int loop) {
        return counters.get(loop);
    }

    /**
     * Clients for whom there was no backend. Any thread.
     *
     * @return on all loops
     */
    public long noBackend() {
        return counters.stream().mapToLong(PoolCounters::noBackends).sum();
    }

    /**
     * What became of the questions to its source.
     *
     * @return written by the control thread
     */
    public DiscoveryCounters discoveries() {
        return sourced.counters();
    }

    /**
     * Whether a backend is a member now. Any thread.
     *
     * @param backend that may have left, and may have come back with the same address
     * @return false once the pool is closed
     */
    public boolean has(PoolBackend backend) {
        return !closed && members().all().contains(backend);
    }

    /**
     * Whether so few of its backends are healthy that all are used. Any thread.
     *
     * @return false where {@code panicPercent} is 0
     */
    public boolean isPanicking() {
        return roster.panic().isOn();
    }

    /**
     * Takes the backends of a pool that has left for its own, should they come: with the connections that they have. Before the start.
     *
     * @param left closed
     */
    public void takeBack(Pool left) {
        roster.expect(left.members().all());
    }

    /** Begins to discover, to check and to resolve. */
    public void start() {
        parts.discovering().start();
        if (sourced.hasLastList()) {
            control.schedule(sourced::beginWithLastList, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Completes when the first answer of discovery is in force, or has failed, and every name was looked up once.
     *
     * @return never fails
     */
    public CompletableFuture<Void> ready() {
        return ready;
    }

    /**
     * Makes another configuration of this pool, without changing anything yet. Any thread; one at a time.
     *
     * @param next of the same id
     * @param origination for it; the same one as now where nothing of it differs, so that sessions are resumed
     * @return to be committed or abandoned
     * @throws IllegalArgumentException with a provider's sentence, if it refuses its options
     */
    public PoolChange prepare(PoolConfig next, Optional<Origination> origination) {
        PoolParts last = parts;
        return new PoolChange(this, last, last.next(next, origination, this::discovering));
    }

    /** On the control thread. */
    void change(PoolParts next) {
        PoolParts last = parts;
        parts = next;
        if (!next.origination().equals(last.origination())) {
            roster.forgetSessions();
        }
        if (!next.config().healthCheck().equals(last.config().healthCheck())) {
            roster.checkAnew();
        }
        if (next.discovering() == last.discovering()) {
            roster.swap();
            return;
        }
        last.discovering().close();
        roster.swap();
        next.discovering().latest().ifPresent(answer -> onAnswer(next.discovering(), answer));
    }

    @Override
    public void close() {
        closed = true;
        parts.discovering().close();
        roster.close();
        line.disband();
        ready.complete(null);
    }

    /**
     * Says what a human wants of a backend. On the control thread.
     *
     * @param backend id
     * @param status in force when this returns
     * @return the backend; empty if there is none of this id
     */
    public Optional<PoolBackend> administer(String backend, AdminStatus status) {
        return find(backend).map(target -> {
            boolean wasInMaintenance = target.backend().adminStatus().state() == AdminState.MAINT;
            target.backend().update(status);
            if (wasInMaintenance != (status.state() == AdminState.MAINT)) {
                target.check(1);
            }
            roster.swap();
            return target.backend();
        });
    }

    /**
     * Says which weight a backend has, whatever its configuration says. On the control thread.
     *
     * @param backend id
     * @param override its weight, and who wants it; empty: as configured
     * @return the backend; empty if there is none of this id
     */
    public Optional<PoolBackend> weigh(String backend, Optional<WeightOverride> override) {
        return find(backend).map(target -> {
            target.backend().overrideWeight(override);
            roster.swap();
            return target.backend();
        });
    }

    /**
     * Has a backend checked without waiting for the interval; the result counts like any other. On the control thread.
     *
     * @param backend id
     * @return empty if there is none of this id, or if it is not checked; else completed when the result has been handed to the control
     *     thread, or cancelled if its checks end before
     */
    public Optional<CompletableFuture<CheckRun>> checkNow(String backend) {
        return find(backend).flatMap(Watched::checkNow);
    }

    private Optional<Watched> find(String backend) {
        return closed ? Optional.empty() : roster.find(backend);
    }

    /** Called by loops, through the backend. */
    void connectFailed(PoolBackend backend, String sentence) {
        onControl(() -> roster.find(backend.id()).filter(current -> current.backend() == backend)
                .ifPresent(current -> current.onConnectFailed(sentence)));
    }

    /** Called by loops, through the backend. Where resets do not matter, the control thread does not hear of them. */
    void connectionReset(PoolBackend backend) {
        if (config().passiveHealth().resets() > 0) {
            onControl(() -> roster.find(backend.id()).filter(current -> current.backend() == backend).ifPresent(Watched::onReset));
        }
    }

    private void onAnswer(Discovering from, Discovering.Answer answer) {
        if (!closed && from == parts.discovering()) {
            sourced.onAnswer(answer);
        }
    }

    /** Called by a watched backend on a thread of its own. */
    void onControl(Runnable task) {
        control.execute(task);
    }

    Roster roster() {
        return roster;
    }

    /** There is a list, of whatever worth: it is complete once every name was looked up. */
    void readyWhenResolved() {
        roster.resolved().whenComplete((_, _) -> ready.complete(null));
    }

    PoolContext context() {
        return context;
    }

    ScheduledExecutorService control() {
        return control;
    }

    InstantSource clock() {
        return InstantSource.system();
    }
}
