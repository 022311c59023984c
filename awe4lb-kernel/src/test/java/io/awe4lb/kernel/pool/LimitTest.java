package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Strategy;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code maxConnections} holds exactly, whoever asks at the same time. */
class LimitTest {

    private static final int THREADS = 8;

    /** One that sends everybody to the same backend, and one that spreads. */
    enum Choice {
        ALL_TO_ONE((candidates, _) -> candidates.isEmpty() ? null : candidates.get(0)),
        BY_PORT((candidates, client) -> candidates.isEmpty() ? null : candidates.get(client.port() % candidates.size()));

        final Strategy strategy;

        Choice(Strategy strategy) {
            this.strategy = strategy;
        }
    }

    private final TestBackends backends = new TestBackends();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void everySlotIsUsedAndNotOneMore(Choice choice) throws Exception {
        List<PoolBackend> all = List.of(backends.limited("a", 1, 7), backends.limited("b", 1, 20), backends.limited("c", 2, 33));
        Members members = Members.of(all, choice.strategy);
        Map<PoolBackend, AtomicInteger> taken = new ConcurrentHashMap<>();
        var none = new AtomicInteger();
        together(thread -> {
            for (int i = 0; i < 1_000 / THREADS; i++) {
                Lease lease = members.lease(client(thread * 1_000 + i), List.of());
                if (lease == null) {
                    none.incrementAndGet();
                } else {
                    taken.computeIfAbsent(lease.backend(), _ -> new AtomicInteger()).incrementAndGet();
                }
            }
        });
        assertEquals(Map.of("a", 7, "b", 20, "c", 33),
                taken.entrySet().stream().collect(Collectors.toMap(entry -> entry.getKey().id(), entry -> entry.getValue().get())));
        assertEquals(1_000 - 60, none.get());
        assertEquals(EndReason.LIMIT, members.whyNone(List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void noMoreThanTheLimitIsHeldAtAnyTime(Choice choice) throws Exception {
        List<PoolBackend> all = List.of(backends.limited("a", 1, 1), backends.limited("b", 1, 2), backends.limited("c", 2, 2));
        Members members = Members.of(all, choice.strategy);
        Map<String, AtomicInteger> held = all.stream().collect(Collectors.toMap(PoolBackend::id, _ -> new AtomicInteger()));
        together(thread -> {
            for (int i = 0; i < 20_000; i++) {
                Lease lease = members.lease(client(thread + i), List.of());
                if (lease != null) {
                    AtomicInteger count = Objects.requireNonNull(held.get(lease.backend().id()));
                    assertTrue(count.incrementAndGet() <= lease.backend().spec().maxConnections());
                    count.decrementAndGet();
                    lease.close();
                }
            }
        });
        all.forEach(backend -> assertEquals(0, backend.activeConnections()));
    }

    private interface Part {
        void run(int thread);
    }

    private void together(Part part) throws InterruptedException, ExecutionException, TimeoutException {
        var begin = new CountDownLatch(THREADS);
        List<Future<Boolean>> parts = IntStream.range(0, THREADS).mapToObj(thread -> threads.submit(() -> {
            begin.countDown();
            begin.await();
            part.run(thread);
            return true;
        })).toList();
        for (Future<Boolean> each : parts) {
            assertTrue(each.get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    private static Client client(int port) {
        return Client.of(InetAddress.getLoopbackAddress(), port & 0xFFFF);
    }
}
