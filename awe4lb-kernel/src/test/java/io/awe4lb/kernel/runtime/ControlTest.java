package io.awe4lb.kernel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlTest {

    private final Control control = new Control();
    private final PrintStream before = System.err;
    /** What an operator sees: the log of tests goes there. */
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        control.shutdownNow();
        System.setErr(before);
    }

    @Test
    void everyChangeIsMadeByTheOneControlThread() throws Exception {
        Thread first = control.submit(Thread::currentThread).get();
        Thread second = control.schedule(Thread::currentThread, 1, TimeUnit.NANOSECONDS).get();
        assertSame(first, second);
        assertEquals("control", first.getName());
        assertTrue(first.isDaemon());
    }

    @Test
    void aChangeThatFailsIsLoggedAndTheNextOneIsMade() throws Exception {
        control.execute(() -> {
            throw new IllegalStateException("a bug of this test");
        });
        assertEquals(List.of(), control.submit(() -> List.of()).get());
        assertBugIsLogged();
    }

    @Test
    void aChangeThatWasToBeMadeLaterIsLoggedWhenItFails() throws Exception {
        control.schedule(() -> {
            throw new IllegalStateException("a bug of this test");
        }, 1, TimeUnit.NANOSECONDS);
        assertBugIsLogged();
    }

    @Test
    void anErrorOfAChangeDoesNotEndTheThread() throws Exception {
        Thread before = control.submit(Thread::currentThread).get();
        control.execute(() -> {
            throw new StackOverflowError("a bug of this test");
        });
        assertSame(before, control.submit(Thread::currentThread).get());
        assertBugIsLogged();
    }

    @Test
    void afterTheEndChangesAreDropped() throws Exception {
        var done = new AtomicBoolean();
        control.schedule(() -> done.set(true), 1, TimeUnit.HOURS);
        control.shutdownNow();
        control.execute(() -> done.set(true));
        control.schedule(() -> done.set(true), 0, TimeUnit.NANOSECONDS);
        assertTrue(control.awaitTermination(20, TimeUnit.SECONDS));
        assertFalse(done.get());
    }

    private void assertBugIsLogged() {
        Eventually.until("the log has the bug and its stack", () -> {
            String log = logged.toString(StandardCharsets.UTF_8);
            return log.contains("a bug of this test") && log.contains("at io.awe4lb") && log.contains("ControlTest");
        });
    }
}
