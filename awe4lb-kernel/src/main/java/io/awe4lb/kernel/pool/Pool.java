package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.DiscoveryConfig.OnFailure;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.net.ConnectOptions;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.stats.DiscoveryCounters;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.PoolCounters;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.store.BackendOverride;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A named set of backends with one strategy, one discovery and one health check. Made, started, changed and closed on the control thread;
 * loops read {@link #members()}.
 */
public final class Pool implements AutoCloseable {

    /** A source that has not answered within this is taken for one that is down: until it answers, its last list serves. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Backends that are named when several come or leave at once. */
    private static final int MOST_NAMED = 10;

    private final String id;
    private final int loops;
    private final ScheduledExecutorService control;
    private final PoolContext context;
    private final List<PoolCounters> counters;
    private final DiscoveryCounters discoveries = new DiscoveryCounters();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    /** Written by the control thread. */
    private volatile PoolParts parts;
    /** By id, in the order of discovery. On the control thread. */
    private Map<String, Watched> watched = new LinkedHashMap<>();
    private volatile Members members;
    /** By id: those that left with connections that live. One that is back goes on as the same. On the control thread. */
    private final Map<String, PoolBackend> leaving = new HashMap<>();
    /** Why the last question to the source brought nothing; empty: it brought something. Written by the control thread. */
    private volatile String discoveryFailure = "";
    /** Whether there is a list yet, the source's or its last one. On the control thread. */
    private boolean found;
    private final SourceMemory memory;
    /** Answers may still be on their way when the pool is closed. Written by the control thread. */
    private volatile boolean closed;

    /**
     * Makes the pool with what its providers make.
     *
     * @param config validated
     * @param loops number of event loops
     * @param control the control thread
     * @param context the balancer around it
     * @throws IllegalArgumentException with a provider's sentence, if it refuses its options
     */
    public Pool(PoolConfig config, int loops, ScheduledExecutorService control, PoolContext context) {
        this.id = config.id();
        this.loops = loops;
        this.control = control;
        this.context = context;
        this.counters = Stream.generate(PoolCounters::new).limit(loops).toList();
        this.parts = PoolParts.of(config, this::discovering);
        this.members = Members.of(List.of(), parts.strategy());
        this.memory = new SourceMemory(id, config.discovery(), context);
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

    PoolParts parts() {
        return parts;
    }

    /**
     * Who is in it now. Any thread.
     *
     * @return replaced as a whole when anything changes
     */
    public Members members() {
        return members;
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
     * Why its source did not answer the last question. Any thread.
     *
     * @return a sentence; empty when it did
     */
    public Optional<String> discoveryFailure() {
        return Optional.of(discoveryFailure).filter(sentence -> !sentence.isEmpty());
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
        return discoveries;
    }

    /**
     * Whether a backend is a member now. Any thread.
     *
     * @param backend that may have left, and may have come back with the same address
     * @return false once the pool is closed
     */
    public boolean has(PoolBackend backend) {
        return !closed && members.all().contains(backend);
    }

    /**
     * Takes the backends of a pool that has left for its own, should they come: with the connections that they have. Before the start.
     *
     * @param left closed
     */
    public void takeBack(Pool left) {
        left.members().all().stream().filter(backend -> backend.activeConnections() > 0)
                .forEach(backend -> leaving.put(backend.id(), backend));
    }

    /** Begins to discover, to check and to resolve. */
    public void start() {
        parts.discovering().start();
        if (!memory.isEmpty()) {
            control.schedule(this::beginWithLastList, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The source has told nothing yet: what it told last serves until it does. On the control thread. */
    private void beginWithLastList() {
        if (closed || found) {
            return;
        }
        memory.of(config().discovery()).ifPresent(list -> {
            found = true;
            take(list.backends());
            context.tell(EventType.DISCOVERY, Event.Severity.WARNING, Subject.pool(id),
                    "its source has not answered yet: it begins with the list of %s, backends: %d".formatted(list.time(),
                            list.backends().size()));
            readyWhenResolved();
        });
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
     * @return to be committed or abandoned
     * @throws IllegalArgumentException with a provider's sentence, if it refuses its options
     */
    public PoolChange prepare(PoolConfig next) {
        PoolParts last = parts;
        return new PoolChange(this, last, last.next(next, this::discovering));
    }

    /** On the control thread. */
    void change(PoolParts next) {
        PoolParts last = parts;
        parts = next;
        if (!next.config().healthCheck().equals(last.config().healthCheck())) {
            watched.values().forEach(each -> each.check(watched.size()));
        }
        if (next.discovering() == last.discovering()) {
            swapMembers();
            return;
        }
        last.discovering().close();
        swapMembers();
        next.discovering().latest().ifPresent(answer -> onAnswer(next.discovering(), answer));
    }

    @Override
    public void close() {
        closed = true;
        parts.discovering().close();
        watched.values().forEach(Watched::close);
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
            swapMembers();
            return target.backend();
        });
    }

    /**
     * Says which weight a backend has, whatever its configuration says. On the control thread.
     *
     * @param backend id
     * @param weight from 0 to 65 535; empty: as configured
     * @return the backend; empty if there is none of this id
     */
    public Optional<PoolBackend> weigh(String backend, OptionalInt weight) {
        return find(backend).map(target -> {
            target.backend().overrideWeight(weight);
            swapMembers();
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
        return closed ? Optional.empty() : Optional.ofNullable(watched.get(backend));
    }

    /** Called by loops, through the backend. */
    void connectFailed(PoolBackend backend, String sentence) {
        onControl(() -> {
            Watched current = watched.get(backend.id());
            if (current != null && current.backend() == backend) {
                current.onConnectFailed(sentence);
            }
        });
    }

    private void onAnswer(Discovering from, Discovering.Answer answer) {
        if (closed || from != parts.discovering()) {
            return;
        }
        switch (answer) {
            case Discovering.Answer.Found(var backends) -> {
                discoveries.succeeded();
                onFound(backends);
            }
            case Discovering.Answer.NotFound(var sentence) -> {
                discoveries.failed();
                onNotFound(sentence);
            }
        }
        readyWhenResolved();
    }

    private void readyWhenResolved() {
        CompletableFuture.allOf(watched.values().stream().map(Watched::resolved).toArray(CompletableFuture[]::new))
                .whenComplete((_, _) -> ready.complete(null));
    }

    private void onNotFound(String sentence) {
        boolean keep = config().discovery().onFailure() == OnFailure.KEEP_LAST;
        beginWithLastList();
        if (!sentence.equals(discoveryFailure)) { // said once, and again when it is another one
            String then = keep ? "it keeps what it has, backends: %d".formatted(watched.size()) : "it is empty now, as onFailure says";
            context.tell(EventType.DISCOVERY, Event.Severity.WARNING, Subject.pool(id),
                    "discovery failed: %s; %s".formatted(sentence, then));
        }
        discoveryFailure = sentence;
        if (!keep) {
            take(List.of());
        }
    }

    private void onFound(List<BackendSpec> specs) {
        if (!discoveryFailure.isEmpty()) {
            discoveryFailure = "";
            context.tell(EventType.DISCOVERY, Event.Severity.INFO, Subject.pool(id),
                    "discovery works again, backends: %d".formatted(specs.size()));
        }
        tellChanges(specs);
        take(specs);
        memory.keep(config().discovery(), specs, clock().instant());
        context.known(this);
    }

    /** What a source says for the first time is no change, and what is configured is told as a change of the configuration. */
    private void tellChanges(List<BackendSpec> specs) {
        Set<String> next = specs.stream().map(BackendSpec::id).collect(Collectors.toSet());
        List<String> came = specs.stream().map(BackendSpec::id).filter(backend -> !watched.containsKey(backend)).toList();
        List<String> left = watched.keySet().stream().filter(backend -> !next.contains(backend)).toList();
        boolean isNews = found && config().discovery().source().provider().isPolled() && !(came.isEmpty() && left.isEmpty());
        found = true;
        if (isNews) {
            context.tell(EventType.DISCOVERY, Event.Severity.INFO, Subject.pool(id),
                    "backends: %d%s%s".formatted(specs.size(), named("; came: ", came), named("; left: ", left)));
        }
    }

    private static String named(String what, List<String> backends) {
        if (backends.isEmpty()) {
            return "";
        }
        int others = backends.size() - MOST_NAMED;
        return what + backends.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (others > 0 ? " and %d more".formatted(others) : "");
    }

    private void take(List<BackendSpec> specs) {
        if (specs.equals(watched.values().stream().map(known -> known.backend().spec()).toList())) {
            return;
        }
        leaving.values().removeIf(gone -> gone.activeConnections() == 0);
        var before = watched;
        var after = new LinkedHashMap<String, Watched>();
        for (BackendSpec spec : specs) {
            Watched known = before.get(spec.id());
            if (known != null && known.backend().isAt(spec.address())) {
                known.backend().update(spec);
                after.put(spec.id(), known);
            } else {
                after.put(spec.id(), watch(spec, specs.size()));
            }
        }
        watched = after;
        swapMembers();
        before.values().stream().filter(old -> after.get(old.backend().id()) != old).forEach(this::leave);
    }

    private void leave(Watched target) {
        target.close();
        leaving.put(target.backend().id(), target.backend());
        context.left(this, target.backend());
    }

    private Watched watch(BackendSpec spec, int among) {
        Watched watched = new Watched(this, Optional.ofNullable(leaving.remove(spec.id())).filter(gone -> gone.isAt(spec.address()))
                .orElseGet(() -> Watched.unknown(this, spec, loops)));
        watched.backend().update(spec);
        BackendOverride override = context.override(id, spec.id());
        watched.backend().update(override.adminState().orElseGet(() -> AdminStatus.ready(clock().instant())));
        watched.backend().overrideWeight(override.weight());
        watched.start(among);
        return watched;
    }

    /** Called by a watched backend on a thread of its own. */
    void onControl(Runnable task) {
        control.execute(task);
    }

    /** Whether this is the one that watches its backend now: answers of another one come too late. */
    boolean isWatchedBy(Watched one) {
        return watched.get(one.backend().id()) == one;
    }

    PoolContext context() {
        return context;
    }

    ScheduledExecutorService control() {
        return control;
    }

    void swapMembers() {
        members = Members.of(watched.values().stream().map(Watched::backend).toList(), parts.strategy());
    }

    InstantSource clock() {
        return InstantSource.system();
    }
}
