package io.awe4lb.kernel.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.NioTransport;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.LoopCounters;
import io.awe4lb.kernel.stats.Seldom;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AcceptingTest {

    @Test
    void aWantOfDescriptorsIsAnEventOnceInAWhile() throws Exception {
        var events = new Events(InstantSource.system());
        var counters = new LoopCounters();
        try (EventLoop loop = new NioTransport().open("test-loop", (_, bug) -> bug.printStackTrace())) {
            loop.start();
            var accepting = new Accepting(loop, counters, events, new Seldom(Duration.ofHours(1)));
            CompletableFuture.runAsync(() -> {
                accepting.failed(new IOException("Too many open files"));
                accepting.onTimeout();
                accepting.failed(new IOException("Too many open files"));
            }, loop).join();
        }
        assertEquals(2, counters.acceptPauses());
        assertEquals(List.of(EventType.RESOURCES), events.latest(10).stream().map(event -> event.type()).toList());
        String message = events.latest(1).getFirst().message();
        assertTrue(message.startsWith("accepting pauses until file descriptors are free again: Too many open files"), message);
    }
}
