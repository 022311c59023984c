package io.awe4lb.kernel.pool;

import io.awe4lb.spi.CheckResult;
import java.time.Duration;

/**
 * One check that has run.
 *
 * @param result what it found
 * @param took from its begin to its end
 */
public record CheckRun(CheckResult result, Duration took) {

    /**
     * What came of it, as a word of the API.
     *
     * @return passed, failed or inconclusive
     */
    public String word() {
        return switch (result) {
            case CheckResult.Passed _ -> "passed";
            case CheckResult.Failed _ -> "failed";
            case CheckResult.Inconclusive _ -> "inconclusive";
        };
    }
}
