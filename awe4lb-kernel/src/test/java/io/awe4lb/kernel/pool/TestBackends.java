package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.pool.Health.Status;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Backends without anything that watches them. */
final class TestBackends {

    static final Health UP = new Health(Status.UP, true, "check_passed", "said by a test", Instant.EPOCH);
    static final Health DOWN = new Health(Status.DOWN, false, "refused", "said by a test", Instant.EPOCH);

    private final Pool pool = new Pool(new PoolSettings().poolConfig(), Optional.empty(), 1, new NoControl(), new RecordingContext());

    PoolBackend tier(String id, int priority) {
        return limited(id, priority, 0);
    }

    PoolBackend limited(String id, int priority, int maxConnections) {
        var address = new InetSocketAddress("127.0.0.1", 80);
        return new PoolBackend(pool, LivingPool.spec(id, 1, priority, maxConnections), UP, List.of(address), 1);
    }

    PoolBackend down(String id, int priority) {
        PoolBackend backend = tier(id, priority);
        backend.update(DOWN);
        return backend;
    }
}
