package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.pool.PoolBackend;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The one timeout that the last wish for a backend has, if any: a newer wish makes an older one's void. Under the lock of its owner. */
final class DrainTimeouts {

    private final Control control;
    private final Map<PoolBackend, Future<?>> running = new WeakHashMap<>();

    DrainTimeouts(Control control) {
        this.control = control;
    }

    /** @param then called on the control thread after the timeout */
    void set(PoolBackend backend, Optional<Duration> timeout, Runnable then) {
        Future<?> before = running.remove(backend);
        if (before != null) {
            before.cancel(false);
        }
        timeout.ifPresent(time -> running.put(backend, control.schedule(then, time.toNanos(), TimeUnit.NANOSECONDS)));
    }
}
