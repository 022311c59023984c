package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.EndReason;
import org.jspecify.annotations.Nullable;

/**
 * The end.
 *
 * @param reason why
 */
record Closed(EndReason reason) implements Phase {

    @Override
    public String word() {
        return "closed";
    }

    @Override
    public @Nullable PoolBackend backend() {
        return null;
    }

    @Override
    public void onTimeout() {
        throw new IllegalStateException("a closed connection has no timer");
    }

    @Override
    public void release(EndReason again) {
        throw new IllegalStateException("closed twice");
    }
}
