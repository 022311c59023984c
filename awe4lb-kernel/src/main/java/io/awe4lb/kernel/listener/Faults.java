package io.awe4lb.kernel.listener;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The fault of a listener, if somebody wants one: the same while it is the same listener. Any thread; loops draw from it, many at once. */
public final class Faults {

    private static final int ALL = 100;

    private final AtomicReference<@Nullable Fault> fault = new AtomicReference<>();

    Faults() {}

    /**
     * The fault that is wanted.
     *
     * @param now of the system's clock
     * @return empty: none, or it is over
     */
    public Optional<Fault> at(Instant now) {
        return Optional.ofNullable(fault.get()).filter(known -> now.isBefore(known.until()));
    }

    /**
     * Wants another one, or none.
     *
     * @param next for connections that begin from now on; empty: none, also for those that have one
     */
    public void set(Optional<Fault> next) {
        fault.set(next.orElse(null));
    }

    /**
     * Forgets a fault whose time is over.
     *
     * @param now of the system's clock
     * @return whether there was one: true once for each
     */
    public boolean forgetWhatIsOver(Instant now) {
        Fault known = fault.get();
        return known != null && !now.isBefore(known.until()) && fault.compareAndSet(known, null);
    }

    /**
     * Draws for a connection that begins. Allocates nothing where there is no fault.
     *
     * @return null nearly always: it is left alone
     */
    public @Nullable Fault draw() {
        Fault known = fault.get();
        if (known == null || ThreadLocalRandom.current().nextInt(ALL) >= known.percent()) {
            return null;
        }
        return Instant.now().isBefore(known.until()) ? known : null;
    }

    /**
     * Whether a fault that was drawn still holds.
     *
     * @param drawn before
     * @return false once it is over or another one is wanted
     */
    public boolean holds(Fault drawn) {
        return fault.get() == drawn && Instant.now().isBefore(drawn.until());
    }
}
