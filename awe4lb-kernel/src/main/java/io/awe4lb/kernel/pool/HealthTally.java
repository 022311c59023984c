package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.HealthCheckConfig;
import io.awe4lb.kernel.config.HealthCheckConfig.Initial;
import io.awe4lb.kernel.pool.Health.Status;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckResult.Failed;
import io.awe4lb.spi.CheckResult.Inconclusive;
import io.awe4lb.spi.CheckResult.Passed;
import java.time.InstantSource;

/**
 * Turns check results into health: {@code rise} passes in a row bring a backend up, {@code fall} failures in a row take it down; an
 * inconclusive result neither counts nor breaks a row. Code and sentence say why the status was reached, or was confirmed last; a result
 * that does not suffice to change it is not told. Used by one thread at a time.
 */
final class HealthTally {

    private final int rise;
    private final int fall;
    private final InstantSource clock;
    private int passes;
    private int failures;
    private Health health;

    HealthTally(HealthCheckConfig config, InstantSource clock) {
        this(config, clock, new Health(Status.STARTING, config.initial() == Initial.UP, "starting", "not checked yet", clock.instant()));
    }

    private HealthTally(HealthCheckConfig config, InstantSource clock, Health health) {
        this.rise = config.rise();
        this.fall = config.fall();
        this.clock = clock;
        this.health = health;
    }

    /** Goes on with what other checks have found; what they have not found out begins anew. */
    static HealthTally after(Health before, HealthCheckConfig config, InstantSource clock) {
        return switch (before.status()) {
            case UP, DOWN, UNKNOWN -> new HealthTally(config, clock, before);
            case STARTING, UNCHECKED -> new HealthTally(config, clock);
        };
    }

    Health health() {
        return health;
    }

    /** @return the health after this result */
    Health count(CheckResult result) {
        health = switch (result) {
            case Passed(var detail) -> passed(detail);
            case Failed(var code, var detail) -> failed(code, detail);
            case Inconclusive(var detail) -> unknown(detail);
        };
        return health;
    }

    private Health passed(String detail) {
        failures = 0;
        passes++;
        return passes >= rise ? become(Status.UP, true, "check_passed", detail) : health;
    }

    private Health failed(String code, String detail) {
        passes = 0;
        failures++;
        return failures >= fall ? become(Status.DOWN, false, code, detail) : health;
    }

    private Health unknown(String detail) {
        return health.serves() ? become(Status.UNKNOWN, true, "check_inconclusive", detail) : health;
    }

    private Health become(Status status, boolean serves, String code, String sentence) {
        if (status != health.status()) {
            return new Health(status, serves, code, sentence, clock.instant());
        }
        boolean isSame = serves == health.serves() && code.equals(health.code()) && sentence.equals(health.sentence());
        return isSame ? health : new Health(status, serves, code, sentence, health.since());
    }
}
