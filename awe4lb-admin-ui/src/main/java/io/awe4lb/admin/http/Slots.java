package io.awe4lb.admin.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A number of things that may be under way at once. Any thread. */
final class Slots {

    private final int most;
    private final AtomicInteger taken = new AtomicInteger();

    Slots(int most) {
        this.most = most;
    }

    /** One taken place; only closing gives it back. */
    final class Slot implements AutoCloseable {

        private final AtomicBoolean closed = new AtomicBoolean();

        private Slot() {}

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                taken.decrementAndGet();
            }
        }
    }

    /** @return null when all are taken */
    @Nullable Slot take() {
        if (taken.incrementAndGet() <= most) {
            return new Slot();
        }
        taken.decrementAndGet();
        return null;
    }

    int taken() {
        return taken.get();
    }
}
