package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.stats.BackendCounters;
import io.awe4lb.kernel.stats.BackendStats;
import io.awe4lb.kernel.stats.Buckets;
import io.awe4lb.kernel.stats.CheckCounters;
import io.awe4lb.kernel.stats.DurationStats;
import io.awe4lb.kernel.stats.HandshakeStats;
import io.awe4lb.kernel.stats.Seldom;
import io.awe4lb.kernel.stats.Traffic;
import io.awe4lb.kernel.stats.WeightOverride;
import io.awe4lb.kernel.tls.Peer;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.Backend;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.TlsClientSettings;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A living backend: what discovery says of it, what is observed of it, and how many connections it has. Any thread reads it. */
public final class PoolBackend implements Backend {

    private static final AtomicReferenceFieldUpdater<PoolBackend, Health> HEALTH =
            AtomicReferenceFieldUpdater.newUpdater(PoolBackend.class, Health.class, "health");
    private static final Logger LOG = LoggerFactory.getLogger(PoolBackend.class);
    /** Over all backends: those of the other family, and those of a client's choice. */
    private static final Seldom UNREACHABLE = new Seldom(Duration.ofSeconds(10));

    private static final Seldom ASTRAY = new Seldom(Duration.ofSeconds(10));
    /** Of connects that failed for what the client is or asks. */
    private static final Seldom BLAMELESS = new Seldom(Duration.ofSeconds(10));
    private static final int AS_WANTED = -1;

    /** Another one if its pool was removed and came back. Written by the control thread. */
    private volatile Pool pool;
    private final AtomicInteger active = new AtomicInteger();
    private final List<BackendCounters> counters;
    private final CheckCounters checks = new CheckCounters();
    private final LastChecks lastChecks = new LastChecks();
    private final Peer peer = new Peer();
    /** Changes when discovery changes weight, priority or limit; id and address stay. */
    private volatile BackendSpec spec;
    /** Written by the control thread; what a check confirms, by the thread of that check. */
    private volatile Health health;
    /** Taken out by failed connects of clients, whatever the checks say. Written by the control thread. */
    private volatile boolean ejected;
    /** What a human wants of it. Written by the control thread. */
    private volatile AdminStatus adminStatus;
    /** Said at run time; null if nothing was. Written by the control thread. */
    private volatile @Nullable WeightOverride weightOverride;
    /** What strategies see; {@link #AS_WANTED} unless somebody in the pool starts slowly. Written by the control thread. */
    private volatile int grownWeight = AS_WANTED;
    /** Of its wanted weight. Written by the control thread. */
    private volatile double share = 1;
    /** Every address that the name stands for; empty while it is not resolved. Written by the control thread. */
    private volatile List<SocketAddress> addresses;
    /** Index of the address that answered last; a hint only, so races do no harm. */
    private volatile int preferred;

    PoolBackend(Pool pool, BackendSpec spec, Health health, List<SocketAddress> addresses, int loops) {
        this.pool = pool;
        this.spec = spec;
        this.health = health;
        this.addresses = addresses;
        this.adminStatus = AdminStatus.ready(health.since());
        this.counters = Stream.generate(BackendCounters::new).limit(loops).toList();
    }

    @Override
    public String id() {
        return spec.id();
    }

    /** What strategies see: while a member of the pool starts slowly, a multiple of the wanted weight. */
    @Override
    public int weight() {
        int grown = grownWeight;
        return grown == AS_WANTED ? wantedWeight() : grown;
    }

    /**
     * The weight that was said at run time, else the configured one.
     *
     * @return 0 to {@value BackendSpec#MAX_WEIGHT}
     */
    public int wantedWeight() {
        WeightOverride override = weightOverride;
        return override == null ? spec.weight() : override.weight();
    }

    /**
     * How much of its wanted weight it has: less than all of it after it came back, where the pool wants a slow start.
     *
     * @return above 0, up to 1
     */
    public double share() {
        return share;
    }

    @Override
    public int priority() {
        return spec.priority();
    }

    @Override
    public int activeConnections() {
        return active.get();
    }

    @Override
    public int maxConnections() {
        return spec.maxConnections();
    }

    @Override
    public long bytes() {
        long sum = 0;
        for (int i = 0; i < counters.size(); i++) {
            sum += counters.get(i).bytes();
        }
        return sum;
    }

    /**
     * What discovery says.
     *
     * @return the last answer
     */
    public BackendSpec spec() {
        return spec;
    }

    /**
     * What is observed.
     *
     * @return the last observation
     */
    public Health health() {
        return health;
    }

    /**
     * What a human wants of it.
     *
     * @return the last wish
     */
    public AdminStatus adminStatus() {
        return adminStatus;
    }

    /**
     * The weight that was said at run time.
     *
     * @return empty: it is as configured
     */
    public Optional<WeightOverride> weightOverride() {
        return Optional.ofNullable(weightOverride);
    }

    /**
     * Whether failed connects of clients have taken it out for a while.
     *
     * @return true until the ejection has passed
     */
    public boolean isEjected() {
        return ejected;
    }

    /**
     * Every address that its name stands for.
     *
     * @return empty while the name is not resolved, and where it {@linkplain #followsClients() follows clients}
     */
    public List<SocketAddress> addresses() {
        return addresses;
    }

    /**
     * Whether it is where each client wanted to go, and not one machine: then no look-up, check or ejection says anything of it.
     *
     * @return always the same
     */
    public boolean followsClients() {
        return spec.address() instanceof Address.Destination;
    }

    /**
     * Where to begin among {@link #addresses()}: the one that answered last.
     *
     * @return an index into the list that was current when it answered; may be past the end of today's
     */
    public int preferred() {
        return preferred;
    }

    /**
     * Remembers which address answered. Any loop.
     *
     * @param index into {@link #addresses()}
     */
    public void prefer(int index) {
        if (preferred != index) {
            preferred = index;
        }
    }

    /**
     * Counters of one loop.
     *
     * @param loop index of the loop, from 0
     * @return written by that loop alone
     */
    public BackendCounters counters(int loop) {
        return counters.get(loop);
    }

    /**
     * The counters that rates are made of, of all loops. Any thread.
     *
     * @return a sum
     */
    public Traffic traffic() {
        return BackendStats.traffic(counters);
    }

    /**
     * All loops' counters added up. Any thread.
     *
     * @return a sum
     */
    public BackendStats stats() {
        return BackendStats.of(active.get(), counters);
    }

    /**
     * How long connects that succeeded took, on all loops. Any thread.
     *
     * @return a sum
     */
    public DurationStats durations() {
        return DurationStats.of(Buckets.CONNECT, counters.stream().flatMap(loop -> loop.durations().stream()));
    }

    /**
     * TLS handshakes with it. Any thread.
     *
     * @return of all loops
     */
    public HandshakeStats handshakes() {
        return HandshakeStats.of(counters.stream().flatMap(loop -> loop.seenHandshakes().stream()).toList());
    }

    /**
     * What became of its checks.
     *
     * @return the same one always
     */
    public CheckCounters checks() {
        return checks;
    }

    /**
     * What its last checks found.
     *
     * @return the same one always
     */
    public LastChecks lastChecks() {
        return lastChecks;
    }

    /**
     * How TLS knows it.
     *
     * @return the same one always
     */
    public Peer peer() {
        return peer;
    }

    /** Tells that a client's connect failed by the backend's fault. Any loop. */
    public void connectFailed(String sentence) {
        if (!followsClients()) {
            pool.connectFailed(this, sentence);
        }
    }

    /**
     * Tells that a client cannot be brought to it, without its fault: in the log, once in a while. Any loop.
     *
     * @param sentence why not
     * @param now by {@link System#nanoTime()}
     */
    public void tellUnreachable(String sentence, long now) {
        tell(followsClients() ? ASTRAY : UNREACHABLE, sentence, now);
    }

    /**
     * Tells that a connect failed for what the client is or has asked for, which says nothing about the backend: in the log, once in a while.
     * Any loop.
     *
     * @param sentence why
     * @param now by {@link System#nanoTime()}
     */
    public void tellBlameless(String sentence, long now) {
        tell(BLAMELESS, sentence, now);
    }

    private void tell(Seldom news, String sentence, long now) {
        news.due(now).ifPresent(others -> LOG.warn("pool {}, backend {}: {} ({} others before)", pool.id(), id(), sentence, others));
    }

    /** Tells that it has reset a client's connection. Any loop. */
    public void connectionReset() {
        if (!followsClients()) {
            pool.connectionReset(this);
        }
    }

    /** @return a slot, or null when the backend is full */
    @Nullable Lease lease() {
        int limit = spec.maxConnections();
        if (limit == 0) {
            active.incrementAndGet();
            return new Lease(this);
        }
        for (int current = active.get(); current < limit; current = active.get()) {
            if (active.compareAndSet(current, current + 1)) {
                return new Lease(this);
            }
        }
        return null;
    }

    boolean isFull() {
        int limit = spec.maxConnections();
        return limit != 0 && active.get() >= limit;
    }

    void release() {
        active.decrementAndGet();
        if (spec.maxConnections() != 0) { // nobody waits for one that is never full
            pool.line().somethingIsFree();
        }
    }

    /**
     * Whether it may get new connections, were it not full.
     *
     * @return false unless it is ready, not known to be down, not ejected and its name is resolved; in a panic of the pool, the former and
     *     the latter are enough
     */
    public boolean serves() {
        return isFit() || isJudged() && pool.isPanicking();
    }

    /** Whether it could be asked, and its checks have come to a verdict, whichever; one that still waits for them goes on waiting. */
    boolean isJudged() {
        return isAble() && (health.serves() || health.status() != Health.Status.STARTING);
    }

    /** Whether it could be asked: somebody wants it, and it has an address. */
    boolean isAble() {
        return adminStatus.state() == AdminState.READY && (followsClients() || !addresses.isEmpty());
    }

    /** Whether it would serve if it were not ejected. */
    boolean wouldServe() {
        return isAble() && health.serves();
    }

    /** Whether checks and clients let it serve. */
    boolean isFit() {
        return wouldServe() && !ejected;
    }

    /**
     * Has a part of its wanted weight.
     *
     * @param step of {@link SlowStart#STEPS}
     * @param factor by which the weights of all members are multiplied meanwhile
     */
    void grow(int step, int factor) {
        int wanted = wantedWeight();
        int grown = Math.max(wanted * factor * step / SlowStart.STEPS, Math.min(wanted, 1));
        grownWeight = factor == 1 && step == SlowStart.STEPS ? AS_WANTED : grown;
        share = (double) step / SlowStart.STEPS;
    }

    /** How TLS is spoken to it; empty: it gets bytes as they are. Any thread. */
    Optional<TlsClientSettings> tls() {
        return pool.origination().map(origination -> origination.settings(spec));
    }

    void join(Pool pool) {
        this.pool = pool;
        peer.come();
    }

    boolean isAt(Address address) {
        return spec.address().equals(address);
    }

    void update(AdminStatus adminStatus) {
        this.adminStatus = adminStatus;
    }

    void overrideWeight(Optional<WeightOverride> weight) {
        this.weightOverride = weight.orElse(null);
    }

    void update(BackendSpec spec) {
        this.spec = spec;
    }

    void update(Health health) {
        this.health = health;
    }

    /**
     * A check has confirmed the status. Any thread.
     *
     * @param before what was known before the check
     * @return whether that was still so; else nothing has changed
     */
    boolean confirm(Health before, Health after) {
        return HEALTH.compareAndSet(this, before, after);
    }

    void eject(boolean ejected) {
        this.ejected = ejected;
    }

    void resolved(List<SocketAddress> addresses) {
        this.addresses = addresses;
    }

    @Override
    public String toString() {
        return id();
    }
}
