package io.awe4lb.kernel.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeldomTest {

    private final Seldom seldom = new Seldom(Duration.ofNanos(100));

    @Test
    void oneInAWhileIsLetThroughAndTheOthersAreCounted() {
        assertEquals(OptionalLong.of(0), seldom.due(-50));
        assertEquals(OptionalLong.empty(), seldom.due(0));
        assertEquals(OptionalLong.empty(), seldom.due(49));
        assertEquals(OptionalLong.of(2), seldom.due(50));
        assertEquals(OptionalLong.empty(), seldom.due(51));
        assertEquals(OptionalLong.of(1), seldom.due(1_000));
    }

    @Test
    void ofManyAtOnceOneIsLetThrough() {
        AtomicInteger through = new AtomicInteger();
        IntStream.range(0, 8).mapToObj(_ -> CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 1_000; i++) {
                seldom.due(7).ifPresent(_ -> through.incrementAndGet());
            }
        })).toList().forEach(CompletableFuture::join);
        assertEquals(1, through.get());
        assertEquals(OptionalLong.of(7_999), seldom.due(107));
    }
}
