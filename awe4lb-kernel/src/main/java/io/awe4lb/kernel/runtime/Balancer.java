package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.accesslog.AccessLogStats;
import io.awe4lb.kernel.accesslog.AccessLogs;
import io.awe4lb.kernel.admission.Overload;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.issue.Issuing;
import io.awe4lb.kernel.listener.BoundListener;
import io.awe4lb.kernel.listener.FlowLoop;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.AcceptQueue;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.ConnectionPage;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.FileDescriptors;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.kernel.tls.Issued;
import io.awe4lb.kernel.tls.Staples;
import io.awe4lb.kernel.tls.Termination;
import io.awe4lb.spi.EndReason;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration that is alive: loops, pools and listeners, and the way to the next one.
 *
 * <p>A change is prepared on the thread that wants it, where it may fail and nothing is touched yet; committed on the control thread, which
 * cannot fail; and what it replaced is retired. The start is a change from nothing. Methods are for any thread but loops and the control
 * thread.
 */
public final class Balancer implements Applying, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Balancer.class);
    /** A source that is slower than this comes into force when it answers; a new pool begins empty. */
    private static final Duration FIRST_DISCOVERY = Duration.ofSeconds(5);

    private final Control control = new Control();
    private final Overload overload = new Overload();
    private final Loops loops;
    private final Preparation.Means means;
    private final Steering steering;
    private final Checking checking;
    private final AccessLogs accessLogs;
    private final Watches watches;
    private final Issuing issuing;
    private final List<Participant> participants = new CopyOnWriteArrayList<>();
    private final Stopping stopping = new Stopping();
    private final SessionRoom sessionRoom = new SessionRoom(FileDescriptors.now());
    private volatile Living living;
    private volatile boolean ready;

    private Balancer(BalancerConfig config, Transport transport, Events events, DataDirectory data) throws ChangeException {
        this.loops = Loops.open(transport, config.loops(), events, overload);
        this.living = Living.nothing(config);
        this.steering = new Steering(loops, control, events, data, () -> living);
        this.checking = new Checking(control, events);
        this.accessLogs = new AccessLogs(config.loops(), loops::liveConnections, loops::pass, events);
        var issued = new Issued(data.issued());
        var staples = new Staples();
        this.issuing = new Issuing(issued, events, InstantSource.system());
        this.means = new Preparation.Means(transport, loops, control, steering, accessLogs, issued, staples);
        this.watches = new Watches(new Watches.Watched(this::config, this::listeners, this::pools), overload, loops, staples, events);
    }

    /**
     * Begins to load in the background what every start needs: worth it before plugins and configuration are read. Without it,
     * {@link #start} takes longer, and nothing else changes.
     */
    public static void prepare() {
        Thread.ofPlatform().daemon().name("prepare").start(Transports::load);
    }

    /**
     * Brings a configuration to life, on the sockets that suit this machine.
     *
     * @param config validated
     * @param events where it tells what happens
     * @param data what outlives the process
     * @return accepting connections on every address
     * @throws ChangeException if that is not possible, saying what to do; nothing is left behind
     */
    public static Balancer start(BalancerConfig config, Events events, DataDirectory data) throws ChangeException {
        return start(config, Transports.open(config.transport()), events, data);
    }

    /**
     * Brings a configuration to life.
     *
     * @param config validated
     * @param transport maker of loops and sockets
     * @param events where it tells what happens
     * @param data what outlives the process
     * @return accepting connections on every address
     * @throws ChangeException if that is not possible, saying what to do; nothing is left behind
     */
    public static Balancer start(BalancerConfig config, Transport transport, Events events, DataDirectory data) throws ChangeException {
        Balancer balancer = new Balancer(config, transport, events, data);
        try {
            balancer.change(config, () -> {});
        } catch (ChangeException | RuntimeException failure) {
            balancer.close();
            throw failure;
        }
        data.lastLists().retain(config.pools().keySet());
        balancer.ready = true;
        return balancer;
    }

    /** A participant's place. */
    @FunctionalInterface
    public interface Participation extends AutoCloseable {

        /** It goes along with no change that begins from now on. Any thread; idempotent. */
        @Override
        void close();
    }

    /**
     * Somebody goes along with what is in force and, from then on, with every change. No change comes in between.
     *
     * @param participant until its place is given up
     * @return its place
     * @throws ChangeException if it cannot go along with what is in force; it has no place then
     */
    public synchronized Participation join(Participant participant) throws ChangeException {
        again(participant);
        participants.add(participant);
        return () -> participants.remove(participant);
    }

    /**
     * A participant that has a place goes along with what is in force once more: what it could not take then may be free now.
     *
     * @param participant that has joined
     * @throws ChangeException if it still cannot; nothing has changed for it then
     */
    public synchronized void again(Participant participant) throws ChangeException {
        requireRunning();
        Prepared next = participant.prepare(living.config());
        control.ask(() -> {
            next.commit();
            return next;
        });
        next.retire();
    }

    @Override
    public synchronized List<Impact> diff(BalancerConfig next) throws ChangeException {
        requireRunning();
        List<Change> changes = Diff.between(living.config(), next);
        if (!changes.isEmpty()) {
            Preparation rehearsal = Preparation.rehearsal(living, next, means);
            try {
                prepare(rehearsal);
            } finally {
                rehearsal.abandon();
            }
        }
        return new Impacts(living, next).of(changes);
    }

    @Override
    public synchronized List<Impact> apply(BalancerConfig next, Checkpoint checkpoint) throws ChangeException {
        requireRunning();
        List<Change> changes = Diff.between(living.config(), next);
        List<Impact> impacts = new Impacts(living, next).of(changes);
        if (changes.isEmpty()) {
            checkpoint.reached();
        } else {
            change(next, checkpoint);
        }
        return impacts;
    }

    private void requireRunning() throws ChangeException {
        if (!ready) {
            throw Control.stopping();
        }
    }

    /** A stop that began while sources were asked takes nothing new. */
    private void requireGoingOn() throws ChangeException {
        if (stopping.hasBegun()) {
            throw Control.stopping();
        }
    }

    private void change(BalancerConfig next, Checkpoint checkpoint) throws ChangeException {
        Preparation preparation = Preparation.inEarnest(living, next, means);
        try {
            prepare(preparation);
            requireGoingOn();
            checkpoint.reached();
        } catch (ChangeException | RuntimeException | Error failure) {
            preparation.abandon();
            throw failure;
        }
        Living after = preparation.living();
        control.ask(() -> {
            preparation.prepared().forEach(Prepared::commit);
            living = after;
            return after;
        });
        preparation.prepared().forEach(Prepared::retire);
        accessLogs.retire(steering.retiring().logs());
        issuing.follow(next);
        sessionRoom.look(next);
    }

    private void prepare(Preparation preparation) throws ChangeException {
        preparation.settings();
        preparation.pools();
        awaitSources(preparation);
        preparation.participants(participants);
        preparation.accessLogs();
        preparation.listeners();
    }

    private void awaitSources(Preparation preparation) {
        CompletableFuture<Void> answered = preparation.sourcesAnswered();
        CompletableFuture.anyOf(answered, stopping.begun()).completeOnTimeout(null, FIRST_DISCOVERY.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        preparation.unanswered().forEach(pool -> LOG.warn("pool {}: its backends are not known yet; it serves as soon as they are", pool));
    }

    /**
     * The configuration in force.
     *
     * @return validated
     */
    public BalancerConfig config() {
        return living.config();
    }

    /**
     * Whether everything configured is bound and nothing is stopping.
     *
     * @return false from the begin of a stop
     */
    public boolean isReady() {
        return ready;
    }

    /**
     * The kind of sockets.
     *
     * @return the transport's name
     */
    public String transport() {
        return means.transport().name();
    }

    /**
     * Where each listener listens.
     *
     * @return by id, with the ports that the system chose
     */
    public Map<String, List<SocketAddress>> addresses() {
        Map<String, List<SocketAddress>> addresses = new LinkedHashMap<>();
        living.listeners().forEach((id, listener) -> addresses.put(id, listener.addresses()));
        return addresses;
    }

    /**
     * What waits at each listener to be accepted. Asks the system once or twice a listening socket, and no loop.
     *
     * @return by id; without listeners of which the system does not tell: those of Unix sockets, and all of the transport nio
     */
    public Map<String, AcceptQueue> acceptQueues() {
        Map<String, AcceptQueue> queues = new LinkedHashMap<>();
        living.listeners().forEach((id, listener) -> listener.acceptQueue().ifPresent(queue -> queues.put(id, queue)));
        return queues;
    }

    /**
     * How many backends a pool has now, in whatever state.
     *
     * @param pool id of a pool of the configuration
     * @return from 0
     */
    public int backends(String pool) {
        return Objects.requireNonNull(living.pools().get(pool), pool).members().all().size();
    }

    /**
     * The listeners, for their counters.
     *
     * @return in the order of the configuration
     */
    public Collection<Listener> listeners() {
        return living.listeners().values().stream().map(BoundListener::listener).toList();
    }

    /**
     * The pools, for their members and counters.
     *
     * @return in the order of the configuration
     */
    public Collection<Pool> pools() {
        return living.pools().values();
    }

    /**
     * One pool.
     *
     * @param id key in the configuration
     * @return empty if there is none
     */
    public Optional<Pool> pool(String id) {
        return Optional.ofNullable(living.pools().get(id));
    }

    /**
     * The loops, for their counters.
     *
     * @return one a thread
     */
    public List<FlowLoop> loops() {
        return loops.all();
    }

    /**
     * What became of the lines of the access log.
     *
     * @return one a target that is open
     */
    public List<AccessLogStats> accessLogs() {
        return accessLogs.stats();
    }

    /** Goes on in the next file of each target of the access log: somebody has put files aside. Does not wait. */
    public void reopenAccessLogs() {
        accessLogs.reopen();
    }

    /**
     * What the process is short of, and whose new work it turns away for that.
     *
     * @return the same one always
     */
    public Overload overload() {
        return overload;
    }

    /**
     * Those who give certificates.
     *
     * @return the same one always
     */
    public Issuing issuing() {
        return issuing;
    }

    /**
     * Health checks that somebody does not want to wait for.
     *
     * @return the same one always
     */
    public Checking checking() {
        return checking;
    }

    /**
     * What happens.
     *
     * @return the log of events
     */
    public Events events() {
        return steering.events();
    }

    /**
     * Lists live connections.
     *
     * @param which of them; called on the loops, with infos whose paths are empty
     * @param most that are listed
     * @return of all loops, the oldest first
     */
    public ConnectionPage connections(Predicate<ConnectionInfo> which, int most) {
        return loops.connections(which, most);
    }

    /**
     * Closes the live connections that match.
     *
     * @param which called on the loops, with infos whose paths are empty
     * @param reason why
     * @return how many there were
     */
    public int closeConnections(Predicate<ConnectionInfo> which, EndReason reason) {
        return loops.close(which, reason);
    }

    /**
     * Says what a human wants of a backend; kept over restarts.
     *
     * @param pool id
     * @param backend id
     * @param request in force when this returns
     * @return the backend
     * @throws NoSuchBackendException if it is not there now
     * @throws ChangeException if it cannot be kept, and is not in force then
     */
    public PoolBackend adminState(String pool, String backend, AdminRequest request) throws NoSuchBackendException, ChangeException {
        return steering.adminState(pool, backend, request);
    }

    /**
     * Says which weight a backend has, whatever its configuration says; kept over restarts.
     *
     * @param pool id
     * @param backend id
     * @param weight from 0 to 65 535; empty: as configured again
     * @param who wants it
     * @return the backend
     * @throws NoSuchBackendException if it is not there now
     * @throws ChangeException if it cannot be kept, and is not in force then
     */
    public PoolBackend weight(String pool, String backend, OptionalInt weight, String who) throws NoSuchBackendException, ChangeException {
        return steering.weight(pool, backend, weight, who);
    }

    /**
     * Stops gracefully: not ready, {@code shutdown.delay}, no new connections, up to {@code shutdown.drain} for those that live, then the
     * rest is closed. Returns when all is done, or soon after {@link #stopNow()}.
     */
    public void stop() {
        ready = false;
        stopping.begin();
        Duration delay = config().shutdown().delay();
        Duration drain = config().shutdown().drain();
        LOG.info("stopping: new connections for {} ms more, then up to {} ms for those that live", delay.toMillis(), drain.toMillis());
        if (!stopping.pause(delay)) {
            stopListening();
            stopping.drain(loops, drain);
        }
        close();
    }

    /** Cuts a running {@link #stop()} short. */
    public void stopNow() {
        stopping.hurry();
    }

    /** After a change that is under way. */
    private synchronized void stopListening() {
        living.listeners().values().forEach(BoundListener::close);
    }

    /** Stops at once: what lives is closed with {@code shutdown}. Idempotent. */
    @Override
    public void close() {
        ready = false;
        stopping.begin();
        stopping.hurry();
        closeAll();
    }

    private synchronized void closeAll() {
        if (control.isShutdown()) {
            return;
        }
        watches.close();
        issuing.close();
        stopListening();
        int closed = loops.close(_ -> true, EndReason.SHUTDOWN);
        if (closed > 0) {
            LOG.warn("{} connections did not end in time and were closed", closed);
            Retiring.tell(events(), Subject.NONE, closed, EndReason.SHUTDOWN);
        }
        living.listeners().values().forEach(bound -> bound.listener().termination().ifPresent(Termination::close));
        CompletableFuture.runAsync(() -> living.pools().values().forEach(Pool::close), control).join();
        steering.checkTimer().close();
        control.end();
        loops.close();
        accessLogs.close();
    }
}
