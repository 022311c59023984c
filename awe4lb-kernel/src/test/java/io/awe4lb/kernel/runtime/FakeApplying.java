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
    volatile @Nullable RuntimeException bug;

    FakeApplying(BalancerConfig config) {
        this.config = config;
    }

    @Override
    public List<Impact> diff(BalancerConfig next) throws ChangeException {
        if (refusal != null) {
            throw refusal;
        }
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
        config = next;
        return impacts;
    }
}
