package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.RemovePolicy;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.EndReason;
import java.util.concurrent.TimeUnit;

/** What happens to the connections of listeners and backends that are gone. */
final class Retiring {

    private final Loops loops;
    private final Control control;

    Retiring(Loops loops, Control control) {
        this.loops = loops;
        this.control = control;
    }

    void listener(Listener gone) {
        retire(gone.config().onRemove(), () -> loops.closeThoseOf(gone, EndReason.LISTENER_REMOVED));
    }

    /** One that is back by then, with the same address, keeps its connections: a source that flaps must not cut what works. */
    void backend(Pool pool, PoolBackend gone) {
        retire(pool.config().onRemove(), () -> {
            if (!pool.has(gone)) {
                loops.closeThoseOf(gone, EndReason.DRAIN_TIMEOUT);
            }
        });
    }

    private void retire(RemovePolicy policy, Runnable close) {
        switch (policy) {
            case RemovePolicy.Keep _ -> {}
            case RemovePolicy.Close _ -> close.run();
            case RemovePolicy.Drain(var atMost) -> control.schedule(close, atMost.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
