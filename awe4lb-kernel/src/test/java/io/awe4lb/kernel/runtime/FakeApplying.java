package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.BalancerConfig;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Brings configurations into force by remembering them, unless it is told to refuse. */
final class FakeApplying implements Applying {

    final AtomicInteger tries = new AtomicInteger();
    volatile BalancerConfig config;
    volatile @Nullable ChangeException refusal;
    volatile @Nullable ChangeException lateRefusal;
    volatile @Nullable RuntimeException bug;

    FakeApplying(BalancerConfig config) {
        this.config = config;
    }

    @Override
    public List<Impact> diff(BalancerConfig next) throws ChangeException {
        throwIfThere(refusal);
        return next.equals(config) ? List.of() : List.of(new Impact(new Change.SettingChanged("shutdown"), 3, "they live on"));
    }

    @Override
    public List<Impact> apply(BalancerConfig next, Checkpoint checkpoint) throws ChangeException {
        tries.incrementAndGet();
        if (bug != null) {
            throw bug;
        }
        List<Impact> impacts = diff(next);
        checkpoint.reached();
        throwIfThere(lateRefusal);
        config = next;
        return impacts;
    }

    private static void throwIfThere(@Nullable ChangeException refusal) throws ChangeException {
        if (refusal != null) {
            throw refusal;
        }
    }
}
