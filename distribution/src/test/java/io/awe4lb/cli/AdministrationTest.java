package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.logging.Logback;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Providers;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.runtime.ApplicationLog;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.Candidate;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.runtime.Management;
import io.awe4lb.kernel.runtime.Running;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.store.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AdministrationTest {

    private static final Duration SOON = Duration.ofMillis(5);
    private static final String THERE = "info the admin server is there: http://127.0.0.1:7070";

    private final PluginHost plugins = PluginHost.load(List.of());
    /** What opening answers, one after the other; then it works. */
    private final Queue<Throwable> failures = new ArrayDeque<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private Running running;

    /** An admin server without a socket. */
    private final class Fake implements Management {

        @Override
        public Optional<URI> address() {
            return Optional.of(URI.create("http://127.0.0.1:7070"));
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @BeforeEach
    void start() throws Exception {
        String text = "{loops: 1, transport: nio}";
        var reader = new ConfigReader(Providers.of(List.of()), _ -> null);
        var valid = assertInstanceOf(ConfigResult.Valid.class, reader.read("test", text));
        var events = new Events(InstantSource.system());
        DataDirectory directory = DataDirectory.inMemory();
        Balancer balancer = Balancer.start(valid.config(), events, directory);
        LiveConfig live = LiveConfig.open(Candidate.ofText(text, valid), Optional.empty(),
                new LiveConfig.Means(reader, directory.revisions(), balancer, events));
        running = Run.running(balancer, live, directory, plugins, new ApplicationLog(new Logback(), events),
                Run.exporting(balancer, live, plugins));
    }

    @AfterEach
    void stop() {
        running.balancer().close();
        plugins.close();
    }

    private Administration administration(Duration again) {
        return new Administration(Optional.of(_ -> {
            switch (failures.poll()) {
                case IOException failure -> throw failure;
                case RuntimeException bug -> throw bug;
                case Error error -> throw error;
                case null, default -> opened.countDown();
            }
            return new Fake();
        }), running, again);
    }

    @Test
    void oneThatIsRequiredFailsWithWhatToDo() {
        failures.add(taken());
        var failure = assertThrows(Failure.class, administration(SOON)::required);
        assertEquals(4, failure.exitCode());
        assertTrue(String.valueOf(failure.getMessage()).startsWith("7070 is taken; "), failure.getMessage());
        assertTrue(String.valueOf(failure.getMessage()).contains("--admin HOST:PORT"), failure.getMessage());
        var cause = new ChangeException(ChangeException.Reason.SYSTEM, "/admin/tls", "no certificate", new IOException());
        failures.add(new IOException("no certificate", cause));
        assertEquals(1, assertThrows(Failure.class, administration(SOON)::required).exitCode());
        assertEquals(List.of(), told());
    }

    @Test
    void oneThatIsWantedIsTriedAgainUntilItIsThere() throws Exception {
        failures.addAll(List.of(taken(), taken(), new IllegalStateException("a bug"), taken()));
        var administration = administration(SOON).wanted();
        assertTrue(opened.await(10, TimeUnit.SECONDS));
        administration.close(); // waits for the last try
        assertEquals(Optional.of(URI.create("http://127.0.0.1:7070")), administration.address());
        assertEquals(0, closed.getCount());
        assertEquals(List.of("error served without an admin server: 7070 is taken", "error served without an admin server: a bug",
                "error served without an admin server: 7070 is taken", THERE), told());
    }

    @Test
    void oneThatIsThereAtOnceIsNotSpokenOf() {
        try (var administration = administration(SOON).wanted()) {
            assertTrue(administration.address().isPresent());
        }
        assertEquals(0, closed.getCount());
        assertEquals(List.of(), told());
    }

    @Test
    void withoutDescriptorsEvenOneThatIsRequiredIsTriedAgain() throws Exception {
        var noFile = new UncheckedIOException(new IOException("java.security: Too many open files"));
        failures.addAll(List.of(new IOException("0.0.0.0:7070: too many open files"), new ExceptionInInitializerError(noFile)));
        try (Administration _ = administration(SOON).required()) {
            assertTrue(opened.await(10, TimeUnit.SECONDS));
        }
        assertEquals(2, told().size(), told()::toString);
        assertTrue(told().getFirst().contains("too many open files; raise the limit"), told()::toString);
        assertEquals(THERE, told().getLast());
    }

    @Test
    void aClassThatCannotBeLoadedDoesNotEndTheTraffic() throws Exception {
        failures.add(new NoClassDefFoundError("org/eclipse/jetty/Absent"));
        try (Administration _ = administration(SOON).wanted()) {
            assertTrue(opened.await(10, TimeUnit.SECONDS));
        }
        assertEquals(List.of("error served without an admin server: org/eclipse/jetty/Absent", THERE), told());
    }

    @Test
    void closingEndsTheTries() {
        failures.add(taken());
        var administration = administration(Duration.ofHours(1)).wanted();
        administration.close();
        administration.close();
        assertEquals(Optional.empty(), administration.address());
        assertEquals(1, opened.getCount());
    }

    @Test
    void anInstallationWithoutItServes() throws Exception {
        try (var administration = new Administration(Optional.empty(), running, SOON).required()) {
            assertEquals(Optional.empty(), administration.address());
        }
    }

    private static IOException taken() {
        return new IOException("7070 is taken");
    }

    private List<String> told() {
        return running.balancer().events().latest(100).stream().map(event -> event.severity().word() + " " + event.message()).toList();
    }
}
