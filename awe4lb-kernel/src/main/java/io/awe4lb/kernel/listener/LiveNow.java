package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.ConnectionRecord.LiveConnections;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Connections at the moment of the question.
 *
 * @param all of the process
 * @param source the listener
 * @param asked the backend
 * @param ended 1 if the one that it is about is not among them any more
 */
record LiveNow(IntSupplier all, Listener source, Optional<PoolBackend> asked, int ended) implements LiveConnections {

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
        return asked.isEmpty() ? 0 : source.pool().members().all().stream().mapToInt(PoolBackend::activeConnections).sum() + ended;
    }

    @Override
    public int backend() {
        return asked.map(backend -> backend.activeConnections() + ended).orElse(0);
    }
}
