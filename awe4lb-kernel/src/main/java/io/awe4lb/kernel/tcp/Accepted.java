package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.EndReason;
import org.jspecify.annotations.Nullable;

/** The begin, before anything was done for it. */
enum Accepted implements Phase {
    ACCEPTED;

    @Override
    public String word() {
        return "accepted";
    }

    @Override
    public @Nullable PoolBackend backend() {
        return null;
    }

    @Override
    public void onTimeout() {
        throw new IllegalStateException("nobody has set a timer");
    }

    @Override
    public void release(EndReason reason) {
        // it holds nothing
    }
}
