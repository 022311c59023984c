package io.awe4lb.kernel.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.awe4lb.kernel.tls.Engines.Engine;
import io.awe4lb.spi.TlsServer;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

class EnginesTest {

    private final List<Counting> made = new CopyOnWriteArrayList<>();
    private final AtomicInteger wrong = new AtomicInteger();

    private Counting make() {
        Counting next = new Counting();
        made.add(next);
        return next;
    }

    private final class Counting implements TlsServer {
        private final AtomicInteger live = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private boolean isOut;

        @Override
        public SSLEngine engine() {
            if (isOut) {
                throw new OutOfMemoryError("for the test");
            }
            wrong.addAndGet(closed.get());
            live.incrementAndGet();
            try {
                return SSLContext.getDefault().createSSLEngine();
            } catch (NoSuchAlgorithmException failure) {
                throw new AssertionError(failure);
            }
        }

        @Override
        public void release(SSLEngine engine) {
            live.decrementAndGet();
        }

        @Override
        public void close() {
            wrong.addAndGet(live.get());
            closed.incrementAndGet();
        }
    }

    private List<Integer> closed() {
        return made.stream().map(one -> one.closed.get()).toList();
    }

    @Test
    void whatWasMadeIsClosedOnceWhenItIsRetiredAndItsLastConnectionHasEnded() throws GeneralSecurityException {
        var engines = new Engines(this::make);
        Engine first = engines.open();
        Engine second = engines.open();
        first.release();
        engines.retire();
        assertEquals(List.of(0), closed());
        second.release();
        assertEquals(List.of(1), closed());
    }

    @Test
    void withoutConnectionsItIsClosedAtOnce() throws GeneralSecurityException {
        new Engines(this::make).retire();
        assertEquals(List.of(1), closed());
    }

    @Test
    void whoComesLateIsServedAndLeavesNothing() throws GeneralSecurityException {
        var engines = new Engines(this::make);
        engines.retire();
        Engine late = engines.open();
        Engine later = engines.open();
        assertEquals(List.of(1, 0), closed());
        late.release();
        later.release();
        assertEquals(List.of(1, 1), closed());
    }

    @Test
    void anEngineThatCannotBeMadeHoldsNothing() throws GeneralSecurityException {
        var engines = new Engines(this::make);
        made.getFirst().isOut = true;
        assertThrows(OutOfMemoryError.class, engines::open);
        engines.retire();
        assertEquals(List.of(1), closed());
    }

    @Test
    void manyAtOnceAreCountedRightly() throws Exception {
        var engines = new Engines(this::make);
        List<Thread> threads = Stream.generate(() -> Thread.ofPlatform().unstarted(() -> {
            for (int i = 0; i < 500; i++) {
                engines.open().release();
            }
        })).limit(4).toList();
        threads.forEach(Thread::start);
        engines.retire();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, wrong.get(), "engines of what was closed, or closed while they lived");
        assertEquals(List.of(), closed().stream().filter(times -> times != 1).toList(), "those that were not closed once");
    }
}
