package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.stats.Events;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** It looks again, whatever went wrong. */
class CertificateWatchTest {

    @Test
    void aBugDoesNotEndIt() throws Exception {
        var looks = new CountDownLatch(3);
        try (var _ = new CertificateWatch(() -> {
            looks.countDown();
            throw new IllegalStateException("a bug that a test made");
        }, _ -> {}, new Events(InstantSource.system()), Duration.ofMillis(1))) {
            assertTrue(looks.await(10, TimeUnit.SECONDS), "it looks again");
        }
    }
}
