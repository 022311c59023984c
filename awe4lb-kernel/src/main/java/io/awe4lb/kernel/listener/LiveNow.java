package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.ConnectionRecord.LiveConnections;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Connections at the moment of the question.
 *
 * @param all of the process
 * @param source the listener
 * @param given the pool
 * @param asked the backend
 * @param ended 1 if the one that it is about is not among them any more
 */
record LiveNow(IntSupplier all, Listener source, Optional<Pool> given, Optional<PoolBackend> asked, int ended) implements LiveConnections {

    @Override
    public int process() {
        return all.getAsInt() + ended;
    }

    @Override
    public int listener() {
        return Math.toIntExact(source.stats().active()) + ended;
    }

    @Override
    public int pool() {
        return given.filter(_ -> asked.isPresent())
                .map(pool -> pool.members().all().stream().mapToInt(PoolBackend::activeConnections).sum() + ended).orElse(0);
    }

    @Override
    public int backend() {
        return asked.map(backend -> backend.activeConnections() + ended).orElse(0);
    }
}
