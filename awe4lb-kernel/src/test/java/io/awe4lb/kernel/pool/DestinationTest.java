package io.awe4lb.kernel.pool;

import static io.awe4lb.kernel.pool.LivingPool.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.pool.Health.Status;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backend that is wherever each client wanted to go: nothing that one of them meets with says anything of the others. */
@Timeout(60)
class DestinationTest {

    private static final BackendSpec ANYWHERE = BackendSpec.of(new Address.Destination());

    @Test
    void itServesWithoutAnAddressAndIsNotChecked() {
        try (var web = new PoolSettings().checked().written(ANYWHERE).start()) {
            web.finds(spec("a"), ANYWHERE);
            web.serves("a", "*");
            assertEquals(Status.UNCHECKED, web.backend("*").health().status());
            assertEquals("each client wants to go elsewhere, which is not checked", web.backend("*").health().sentence());
            assertTrue(web.backend("*").addresses().isEmpty());
        }
    }

    @Test
    void failedConnectsAndResetsDoNotTakeItOut() {
        try (var web = new PoolSettings().ejection(1, PoolSettings.NEVER).written(ANYWHERE).start()) {
            web.finds(spec("a"), spec("b"), ANYWHERE);
            web.backend("*").connectFailed("connection refused");
            web.backend("*").connectionReset();
            web.onControl(() -> null);
            web.serves("a", "b", "*");
            assertFalse(web.backend("*").isEjected());
        }
    }
}
