package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.accesslog.AccessLogs;
import io.awe4lb.kernel.admission.Admission;
import io.awe4lb.kernel.config.AccessLogConfig;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.config.TlsConfig;
import io.awe4lb.kernel.listener.BoundListener;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.listener.SpareSockets;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolChange;
import io.awe4lb.kernel.pool.PoolContext;
import io.awe4lb.kernel.pool.QuietContext;
import io.awe4lb.kernel.runtime.ChangeException.Reason;
import io.awe4lb.kernel.tls.Issued;
import io.awe4lb.kernel.tls.Origination;
import io.awe4lb.kernel.tls.Staples;
import io.awe4lb.kernel.tls.Termination;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way from one configuration to another: makes what is new and what differs, beside what lives. Used once, on the thread that applies.
 *
 * <p>Pools come first, because listeners name them and their discoveries take their time; then whoever goes along; addresses come last, so
 * that nobody connects to a socket that may be taken back. What does not differ is taken over untouched.
 */
final class Preparation {

    /**
     * What a preparation builds with.
     *
     * @param transport maker of the loops
     * @param loops where connections live
     * @param control the control thread
     * @param steering around the pools
     * @param accessLogs where connections are written down
     * @param issued certificates that issuers have given
     * @param staples what authorities have said of certificates
     */
    record Means(Transport transport, Loops loops, Control control, Steering steering, AccessLogs accessLogs, Issued issued,
            Staples staples) {}

    private final Living last;
    private final BalancerConfig next;
    private final Means means;
    /** Whether everything is only tried out. */
    private final boolean isRehearsal;

    private final PoolContext context;
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final Map<String, BoundListener> listeners = new LinkedHashMap<>();
    /** The last one that was prepared is the first. */
    private final Deque<Prepared> prepared = new ArrayDeque<>();
    /** By pool: completed when its new source has answered. */
    private final Map<String, CompletableFuture<Void>> awaited = new LinkedHashMap<>();
    /** Null until it is prepared, and in a rehearsal. */
    private AccessLogs.@Nullable Change logging;

    private Preparation(Living last, BalancerConfig next, Means means, boolean isRehearsal) {
        this.last = last;
        this.next = next;
        this.means = means;
        this.isRehearsal = isRehearsal;
        this.context = isRehearsal ? new QuietContext(means.steering().checkTimer()) : means.steering();
    }

    /** To be committed, or abandoned. */
    static Preparation inEarnest(Living last, BalancerConfig next, Means means) {
        return new Preparation(last, next, means, false);
    }

    /** To be abandoned: nobody outside hears of it, and no address is taken that somebody could connect to. */
    static Preparation rehearsal(Living last, BalancerConfig next, Means means) {
        return new Preparation(last, next, means, true);
    }

    /** What will live, and in which configuration. After everything was prepared. */
    Living living() {
        Map<String, BoundListener> inOrder = new LinkedHashMap<>();
        next.listeners().keySet().forEach(id -> inOrder.put(id, listeners.get(id)));
        return new Living(next, Collections.unmodifiableMap(pools), Collections.unmodifiableMap(inOrder));
    }

    /** Everything that was prepared, in its order. */
    List<Prepared> prepared() {
        return List.copyOf(prepared.reversed());
    }

    /** Gives everything back, in the reverse order. */
    void abandon() {
        prepared.forEach(Prepared::abandon);
        prepared.clear();
    }

    /** @throws ChangeException for what only a new start can change */
    void settings() throws ChangeException {
        if (next.transport() != last.config().transport()) {
            throw new ChangeException(Reason.RESTART, "/transport", "the transport cannot change while it runs: restart to change it",
                    null);
        }
        if (next.loops() != last.config().loops()) {
            String message = "the number of event loops (%d) cannot change while it runs: restart to have %d".formatted(
                    last.config().loops(), next.loops());
            throw new ChangeException(Reason.RESTART, "/loops", message, null);
        }
    }

    void pools() throws ChangeException {
        for (PoolConfig config : next.pools().values()) {
            try {
                pools.put(config.id(), pool(config));
            } catch (RuntimeException | LinkageError failure) { // a plugin's code
                throw refused(Reason.PLUGIN, config, failure);
            } catch (IOException refused) {
                throw refused(Reason.SYSTEM, config, refused);
            }
        }
        last.pools().values().stream().filter(pool -> !next.pools().containsKey(pool.id())).forEach(this::removePool);
    }

    private static ChangeException refused(Reason reason, PoolConfig config, Throwable failure) {
        return new ChangeException(reason, "/pools/" + config.id(), "pool %s: %s".formatted(config.id(), failure.getMessage()), failure);
    }

    private Pool pool(PoolConfig config) throws IOException {
        Pool before = last.pools().get(config.id());
        if (before == null) {
            return newPool(config);
        }
        if (!before.config().equals(config)) {
            boolean speaksAsBefore = before.config().tls().equals(config.tls());
            PoolChange change = before.prepare(config, speaksAsBefore ? before.origination() : origination(config));
            prepared.addFirst(new LivingPart.ChangedPool(change));
            means.transport().check(change.connectOptions());
            awaited.put(config.id(), change.ready());
        }
        return before;
    }

    private Pool newPool(PoolConfig config) throws IOException {
        Pool pool = new Pool(config, origination(config), means.loops().count(), means.control(), context);
        if (!isRehearsal) {
            means.steering().retiring().leftPool(config.id()).ifPresent(pool::takeBack);
        }
        prepared.addFirst(new LivingPart.NewPool(pool, means.control(), context));
        means.transport().check(pool.connectOptions());
        pool.start();
        awaited.put(config.id(), pool.ready());
        return pool;
    }

    private static Optional<Origination> origination(PoolConfig config) throws IOException {
        return config.tls().isEmpty() ? Optional.empty() : Optional.of(Origination.of(config.tls().get(), InstantSource.system()));
    }

    private void removePool(Pool pool) {
        prepared.addFirst(new LivingPart.RemovedPool(pool, means.control(), means.steering()));
    }

    /** Completes when every new source has answered once, however. */
    CompletableFuture<Void> sourcesAnswered() {
        return CompletableFuture.allOf(awaited.values().toArray(CompletableFuture[]::new));
    }

    /** Pools whose new source has not answered yet. */
    List<String> unanswered() {
        return awaited.entrySet().stream().filter(entry -> !entry.getValue().isDone()).map(Map.Entry::getKey).toList();
    }

    void participants(List<Participant> participants) throws ChangeException {
        for (Participant participant : participants) {
            prepared.addFirst(participant.prepare(next));
        }
    }

    /** @throws ChangeException if a file cannot be opened */
    void accessLogs() throws ChangeException {
        List<AccessLogConfig> wanted = next.listeners().values().stream().flatMap(config -> config.accessLog().stream()).toList();
        try {
            if (isRehearsal) {
                means.accessLogs().tryOut(wanted);
            } else {
                AccessLogs.Change change = means.accessLogs().prepare(wanted);
                logging = change;
                prepared.addFirst(new LivingPart.LogTargets(change));
            }
        } catch (IOException failure) {
            throw new ChangeException(Reason.SYSTEM, "/accessLog/target", "access log: cannot open " + failure.getMessage(), failure);
        }
    }

    /** New listeners before those that are there: those can fail, these hardly. */
    void listeners() throws ChangeException {
        Map<String, List<SocketAddress>> addresses = new LinkedHashMap<>();
        for (ListenerConfig config : next.listeners().values()) {
            addresses.put(config.id(), reported(config, () -> addresses(config)));
        }
        var spare = new SpareSockets();
        last.listeners().forEach((id, bound) -> spare.add(bound, addresses.getOrDefault(id, List.of())));
        for (ListenerConfig config : newOnesFirst()) {
            listeners.put(config.id(), reported(config, () -> listener(config, addresses.get(config.id()), spare)));
        }
        last.listeners().forEach((id, gone) -> {
            if (listeners.get(id) != gone) {
                prepared.addFirst(new LivingPart.RemovedListener(gone, means.steering().retiring()));
            }
        });
    }

    /** What may fail for a listener. */
    private interface Step<T> {
        T take() throws IOException, ChangeException;
    }

    private static <T> T reported(ListenerConfig config, Step<T> step) throws ChangeException {
        try {
            return step.take();
        } catch (IOException failure) {
            throw new ChangeException(Reason.BIND, "/listeners/" + config.id() + "/bind",
                    "listener %s: %s".formatted(config.id(), failure.getMessage()), failure);
        }
    }

    /** Names are not looked up again where nothing else was written. */
    private List<SocketAddress> addresses(ListenerConfig config) throws IOException {
        BoundListener bound = before(config);
        boolean isAsBefore = bound != null && bound.listener().config().binds().equals(config.binds());
        return isAsBefore ? bound.asked() : BindAddress.resolve(config.binds());
    }

    /** The living one that it goes on as; null if there is none, or it spoke another protocol. */
    private @Nullable BoundListener before(ListenerConfig config) {
        BoundListener bound = last.listeners().get(config.id());
        return bound == null || bound.protocol() != config.protocol() ? null : bound;
    }

    private List<ListenerConfig> newOnesFirst() {
        var byAge = next.listeners().values().stream().collect(Collectors.partitioningBy(config -> before(config) != null));
        return Stream.concat(byAge.get(false).stream(), byAge.get(true).stream()).toList();
    }

    private BoundListener listener(ListenerConfig config, List<SocketAddress> addresses, SpareSockets spare)
            throws IOException, ChangeException {
        BoundListener before = before(config);
        if (before != null && before.listener().config().equals(config)) {
            return before;
        }
        Optional<Listener> known =
                Optional.ofNullable(before).map(BoundListener::listener).or(() -> means.steering().retiring().leftListener(config));
        Optional<Termination> termination = termination(config, known);
        Admission admission = admission(config, known);
        Listener listener = known.map(last -> last.changed(config, pools, termination, admission))
                .orElseGet(() -> new Listener(config, pools, termination, means.issued().challenges(), admission, means.loops().count()));
        BoundListener bound = before == null ? new BoundListener(means.loops().binder(config.protocol()), listener) : before;
        var wish = new BoundListener.Wish(listener, addresses, spare, address -> isOurs(config.protocol(), address));
        if (isRehearsal) {
            bound.tryOut(wish);
        } else {
            prepareLog(listener);
            prepared.addFirst(new LivingPart.Rebound(bound.prepare(wish)));
        }
        return bound;
    }

    /** The same one as before where nothing of it differs: sessions are resumed then. */
    private Optional<Termination> termination(ListenerConfig config, Optional<Listener> known) throws ChangeException {
        Optional<Termination> before = known.flatMap(Listener::termination).filter(termination -> !termination.isClosed());
        if (before.isPresent() && known.filter(last -> last.config().tls().equals(config.tls())).isPresent()) {
            return before;
        }
        before.ifPresent(termination -> prepared.addFirst(new LivingPart.OldTermination(termination)));
        return config.tls().isEmpty() ? Optional.empty() : Optional.of(newTermination(config, config.tls().get()));
    }

    private Termination newTermination(ListenerConfig config, TlsConfig tls) throws ChangeException {
        try {
            Termination made = Termination.of(tls, means.issued(), means.staples(), InstantSource.system());
            prepared.addFirst(new LivingPart.NewTermination(made));
            return made;
        } catch (IOException failure) {
            throw new ChangeException(Reason.SYSTEM, "/listeners/" + config.id() + "/tls",
                    "listener %s: TLS: %s".formatted(config.id(), failure.getMessage()), failure);
        }
    }

    private static Admission admission(ListenerConfig config, Optional<Listener> known) throws ChangeException {
        try {
            return known.isPresent() ? known.get().admission().changed(config.admission(), System.nanoTime())
                    : Admission.of(config.admission(), System.nanoTime());
        } catch (IOException failure) {
            throw new ChangeException(Reason.SYSTEM, "/listeners/" + config.id() + "/access",
                    "listener %s: access: %s".formatted(config.id(), failure.getMessage()), failure);
        }
    }

    private void prepareLog(Listener listener) {
        AccessLogs.Change change = Objects.requireNonNull(logging, "targets come before listeners");
        prepared.addFirst(new LivingPart.Logged(change, listener, change.plan(listener.config().accessLog()), means.loops()));
    }

    /** Whether an address overlaps one that this balancer listens on: the same port, and the same host or every host. */
    private boolean isOurs(Protocol protocol, InetSocketAddress wanted) {
        return last.listeners().values().stream().filter(bound -> bound.protocol() == protocol).flatMap(bound -> bound.addresses().stream())
                .anyMatch(address -> address instanceof InetSocketAddress ours && overlap(ours, wanted));
    }

    private static boolean overlap(InetSocketAddress ours, InetSocketAddress wanted) {
        boolean isEverywhere = ours.getAddress().isAnyLocalAddress() || wanted.getAddress().isAnyLocalAddress();
        return ours.getPort() == wanted.getPort() && (isEverywhere || ours.getAddress().equals(wanted.getAddress()));
    }
}
