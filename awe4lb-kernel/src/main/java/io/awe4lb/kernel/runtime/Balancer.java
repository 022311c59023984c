package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.runtime.StartException.Cause;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.tcp.TcpListener;
import io.awe4lb.kernel.tcp.TcpLoop;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration that is alive: loops, pools and listeners.
 *
 * <p>Starts as a whole or not at all: loops, then pools until their first backends are known, then every address is bound, then accepting
 * begins. Stops in the reverse order. All methods are for any thread.
 */
public final class Balancer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Balancer.class);
    /** A pool whose discovery is slower than this begins empty. */
    private static final Duration FIRST_DISCOVERY = Duration.ofSeconds(5);

    private final BalancerConfig config;
    private final Transport transport;
    private final Control control = new Control();
    private final List<TcpLoop> loops = new ArrayList<>();
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Map<String, TcpListener> bound = new LinkedHashMap<>();
    private final CountDownLatch stopNow = new CountDownLatch(1);
    private volatile boolean ready;

    private Balancer(BalancerConfig config, Transport transport) {
        this.config = config;
        this.transport = transport;
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
     * @return accepting connections on every address
     * @throws StartException if that is not possible, saying what to do; nothing is left behind
     */
    public static Balancer start(BalancerConfig config) throws StartException {
        return start(config, Transports.open(config.transport()));
    }

    /**
     * Brings a configuration to life.
     *
     * @param config validated
     * @param transport maker of loops and sockets
     * @return accepting connections on every address
     * @throws StartException if that is not possible, saying what to do; nothing is left behind
     */
    public static Balancer start(BalancerConfig config, Transport transport) throws StartException {
        Balancer balancer = new Balancer(config, transport);
        try {
            balancer.openLoops();
            balancer.openPools();
            balancer.bindListeners();
        } catch (StartException | RuntimeException failure) {
            balancer.close();
            throw failure;
        }
        balancer.bound.values().forEach(TcpListener::start);
        balancer.ready = true;
        return balancer;
    }

    private void openLoops() throws StartException {
        try {
            for (int i = 0; i < config.loops(); i++) {
                EventLoop loop = transport.open("loop-" + i, (_, bug) -> LOG.error("a task of an event loop failed by a bug", bug));
                loops.add(new TcpLoop(loop, i));
                loop.start();
            }
        } catch (IOException failure) {
            throw new StartException(Cause.SYSTEM, "cannot open an event loop: " + failure.getMessage(), failure);
        }
    }

    private void openPools() throws StartException {
        for (PoolConfig poolConfig : config.pools().values()) {
            try {
                Pool pool = new Pool(poolConfig, loops.size(), control, this::closeConnectionsOf);
                pools.put(poolConfig.id(), pool);
                transport.check(pool.connectOptions());
                pool.start();
            } catch (RuntimeException | LinkageError failure) { // a plugin's code
                throw new StartException(Cause.PLUGIN, "pool " + poolConfig.id() + ": " + failure.getMessage(), failure);
            } catch (IOException refused) {
                throw new StartException(Cause.SYSTEM, "pool " + poolConfig.id() + ": " + refused.getMessage(), refused);
            }
        }
        awaitFirstDiscovery();
    }

    private void awaitFirstDiscovery() {
        CompletableFuture<?>[] all = pools.values().stream().map(Pool::ready).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).completeOnTimeout(null, FIRST_DISCOVERY.toMillis(), TimeUnit.MILLISECONDS).join();
        pools.values().stream().filter(pool -> !pool.ready().isDone())
                .forEach(pool -> LOG.warn("pool {}: its backends are not known yet; it serves as soon as they are", pool.config().id()));
    }

    private void bindListeners() throws StartException {
        for (ListenerConfig listenerConfig : config.listeners().values()) {
            Listener listener = new Listener(listenerConfig, pools.get(listenerConfig.pool()), loops.size());
            listeners.put(listener.id(), listener);
            try {
                List<SocketAddress> addresses = BindAddress.resolve(listenerConfig.binds());
                bound.put(listener.id(), TcpListener.bind(transport, listener, addresses, loops));
            } catch (IOException failure) {
                throw new StartException(Cause.BIND, "listener " + listener.id() + ": " + failure.getMessage(), failure);
            }
        }
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
     * Where each listener listens.
     *
     * @return by id, with the ports that the system chose
     */
    public Map<String, List<SocketAddress>> addresses() {
        Map<String, List<SocketAddress>> addresses = new LinkedHashMap<>();
        bound.forEach((id, listener) -> addresses.put(id, listener.addresses()));
        return addresses;
    }

    /**
     * How many backends a pool has now, in whatever state.
     *
     * @param pool id of a pool of the configuration
     * @return from 0
     */
    public int backends(String pool) {
        return Objects.requireNonNull(pools.get(pool), pool).members().all().size();
    }

    /**
     * The listeners, for their counters.
     *
     * @return in the order of the configuration
     */
    public Collection<Listener> listeners() {
        return List.copyOf(listeners.values());
    }

    /**
     * The pools, for their members and counters.
     *
     * @return in the order of the configuration
     */
    public Collection<Pool> pools() {
        return List.copyOf(pools.values());
    }

    /**
     * The loops, for their counters.
     *
     * @return one a thread
     */
    public List<TcpLoop> loops() {
        return List.copyOf(loops);
    }

    /**
     * Lists the live connections.
     *
     * @return of all loops, each loop's newest first
     */
    public List<ConnectionInfo> connections() {
        var lists = loops.stream().map(TcpLoop::list).toList();
        return lists.stream().flatMap(list -> list.join().stream()).toList();
    }

    /**
     * Closes the live connections that match.
     *
     * @param which called on the loops, with infos whose paths are empty
     * @param reason why
     * @return how many there were
     */
    public int closeConnections(Predicate<ConnectionInfo> which, EndReason reason) {
        var counts = loops.stream().map(loop -> loop.close(which, reason)).toList();
        return counts.stream().mapToInt(CompletableFuture::join).sum();
    }

    private void closeConnectionsOf(PoolBackend backend) {
        loops.forEach(loop -> loop.closeThoseOf(backend, EndReason.BACKEND_DOWN));
    }

    /**
     * Stops gracefully: not ready, {@code shutdown.delay}, no new connections, up to {@code shutdown.drain} for those that live, then the
     * rest is closed. Returns when all is done, or soon after {@link #stopNow()}.
     */
    public void stop() {
        ready = false;
        LOG.info("stopping: new connections for {} ms more, then up to {} ms for those that live", config.shutdown().delay().toMillis(),
                config.shutdown().drain().toMillis());
        if (!pause(config.shutdown().delay())) {
            stopListening();
            drain(System.nanoTime() + config.shutdown().drain().toNanos());
        }
        close();
    }

    /** Cuts a running {@link #stop()} short. */
    public void stopNow() {
        stopNow.countDown();
    }

    private void drain(long until) {
        while (System.nanoTime() < until && liveConnections() > 0) {
            if (pause(Duration.ofMillis(20))) {
                return;
            }
        }
    }

    private int liveConnections() {
        return loops.stream().mapToInt(TcpLoop::count).sum();
    }

    /** @return whether the stop was cut short meanwhile */
    private boolean pause(Duration duration) {
        try {
            return stopNow.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) { // whoever waits for the stop wants it now
            return true;
        }
    }

    private void stopListening() {
        bound.values().forEach(TcpListener::close);
        bound.clear();
    }

    /** Stops at once: what lives is closed with {@code shutdown}. Idempotent. */
    @Override
    public synchronized void close() {
        if (control.isShutdown()) {
            return;
        }
        ready = false;
        stopListening();
        int closed = loops.isEmpty() ? 0 : closeConnections(_ -> true, EndReason.SHUTDOWN);
        if (closed > 0) {
            LOG.warn("{} connections did not end in time and were closed", closed);
        }
        CompletableFuture.runAsync(() -> pools.values().forEach(Pool::close), control).join();
        control.shutdownNow();
        loops.forEach(loop -> loop.loop().close());
        loops.clear();
    }
}
