package io.awe4lb.plugins.health.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs checks as the kernel does, on virtual threads, and says what they found. */
public final class Found {

    private static final int DEADLINE_SECONDS = 30;

    private Found() {}

    /** The result of one check. */
    public static CheckResult by(HealthCheck check, CheckTarget target) throws Exception {
        return begin(check, target).result().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** A check that runs. */
    public record Running(Thread thread, CompletableFuture<CheckResult> result) {}

    /** Starts one. */
    public static Running begin(HealthCheck check, CheckTarget target) {
        var result = new CompletableFuture<CheckResult>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                result.complete(check.check(target));
            } catch (Throwable failure) { // the kernel takes anything too
                result.completeExceptionally(failure);
            }
        });
        return new Running(thread, result);
    }

    /** Interrupts it; fails unless it leaves for that. */
    public static void leavesWhenInterrupted(Running running) throws Exception {
        running.thread().interrupt();
        Throwable failure = running.result().handle((_, thrown) -> thrown).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertInstanceOf(InterruptedException.class, failure);
    }

    /** Fails unless the check passed and said this. */
    public static void passed(String sentence, CheckResult result) {
        assertEquals(new CheckResult.Passed(sentence), result);
    }

    /** Fails unless the check failed and said this. */
    public static void failed(String code, String sentence, CheckResult result) {
        assertEquals(new CheckResult.Failed(code, sentence), result);
    }

    /** Fails unless the check failed and its sentence matches. */
    public static void failedLike(String code, String pattern, CheckResult result) {
        var failed = assertInstanceOf(CheckResult.Failed.class, result);
        assertEquals(code, failed.code(), failed.detail());
        assertTrue(failed.detail().matches(pattern), failed.detail());
    }
}
