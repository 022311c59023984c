package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckResult.Failed;
import io.awe4lb.spi.CheckResult.Passed;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Checks whose outcome the test says, backend by backend. A backend of which it said nothing passes. */
final class ScriptedChecks implements HealthCheck {

    private final Map<String, HealthCheck> scripts = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    private final Map<String, Integer> mostAtOnce = new ConcurrentHashMap<>();

    void pass(String backend) {
        script(backend, _ -> new Passed("passed"));
    }

    void fail(String backend) {
        script(backend, _ -> new Failed("refused", "refused"));
    }

    void script(String backend, HealthCheck check) {
        scripts.put(backend, check);
    }

    int runs(String backend) {
        return of(runs, backend).get();
    }

    /** How many checks of this backend ran at a time, at most. */
    int mostAtOnce(String backend) {
        return mostAtOnce.getOrDefault(backend, 0);
    }

    /** Waits for checks that begin from now on. */
    void runAgain(String backend, int times) {
        int before = runs(backend);
        Eventually.until(backend + " is checked " + times + " times", () -> runs(backend) >= before + times);
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        String backend = target.backend();
        of(runs, backend).incrementAndGet();
        mostAtOnce.merge(backend, of(running, backend).incrementAndGet(), Math::max);
        try {
            HealthCheck script = scripts.get(backend);
            return script == null ? new Passed("passed") : script.check(target);
        } finally {
            of(running, backend).decrementAndGet();
        }
    }

    private static AtomicInteger of(Map<String, AtomicInteger> counts, String backend) {
        return counts.computeIfAbsent(backend, _ -> new AtomicInteger());
    }
}
