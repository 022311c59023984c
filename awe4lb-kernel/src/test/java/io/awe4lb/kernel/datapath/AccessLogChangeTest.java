package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.accesslog.AccessLogStats;
import io.awe4lb.kernel.config.AccessLogConfig;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.spi.ConnectionRecord.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another access log while connections live and come. */
class AccessLogChangeTest extends OnEachTransport {

    private static final int CHANGES = 30;

    private final Recording recording = new Recording();

    @TempDir
    Path directory;

    private AccessLogConfig to(int file) {
        return recording.to(file(file));
    }

    private Path file(int number) {
        return directory.resolve(number + ".log");
    }

    @Test
    void noLineIsLostOrDoubleWhenTheTargetChangesUnderLoad() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).accessLog(to(0)).on(transport)) {
            BalancerConfig config = balanced.balancer().config();
            try (Clients clients = new Clients(balanced.address(), listening)) {
                for (int i = 1; i <= CHANGES; i++) {
                    clients.awaitMore(20);
                    balanced.becomes(with(config, Optional.of(to(i))));
                }
            }
            balanced.balancer().close();
            long accepted = balanced.stats().accepted();
            Set<String> ids = new HashSet<>();
            int lines = 0;
            for (int i = 0; i <= CHANGES; i++) {
                List<String> inFile = Lines.of(file(i));
                lines += inFile.size();
                ids.addAll(inFile);
            }
            assertEquals(accepted, lines);
            assertEquals(accepted, ids.size());
        }
    }

    @Test
    void aConnectionThatLivesIsWrittenWhereItsListenerIsWrittenNow() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).accessLog(to(0)).on(transport)) {
            try (Peer client = balanced.client(); Peer _ = listening.accepts()) {
                client.sends("x");
                balanced.becomes(with(balanced.balancer().config(), Optional.of(to(1))));
                assertEquals(List.of(file(1).toString()),
                        balanced.balancer().accessLogs().stream().map(AccessLogStats::target).toList());
            }
            recording.record();
        }
        assertEquals(List.of(), Lines.of(file(0)));
        assertEquals(1, Lines.of(file(1)).size());
    }

    @Test
    void aConnectionThatLivesAndHasNoTimerIsWrittenInBetweenFromNowOn() throws Exception {
        AccessLogConfig config = to(0);
        var often = new AccessLogConfig(config.format(), config.target(), config.level(), false, Duration.ofMillis(50));
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).idle(Duration.ZERO).accessLog(config).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("x");
            backend.receives("x");
            balanced.becomes(with(balanced.balancer().config(), Optional.of(often)));
            Eventually.until("two records", () -> recording.records().size() >= 2);
            assertEquals(Event.INTERIM, recording.records().getLast().event());
        }
    }

    @Test
    void theConnectionsOfARemovedListenerAreWrittenToo() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).accessLog(to(0)).on(transport)) {
            BalancerConfig config = balanced.balancer().config();
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("x");
                backend.receives("x");
                balanced.becomes(new BalancerConfig(config.admin(), config.log(), config.metrics(), config.transport(), config.loops(),
                        config.shutdown(), Map.of(),
                        config.pools()));
            }
            recording.record();
        }
        assertEquals(1, Lines.of(file(0)).size());
    }

    @Test
    void aFileThatCannotBeOpenedRefusesTheChangeAndWhatWasThereGoesOn() throws Exception {
        Path missing = directory.resolve("no/such/directory/access.log");
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).accessLog(to(0)).on(transport)) {
            BalancerConfig wrong = with(balanced.balancer().config(), Optional.of(recording.to(missing)));
            var rehearsed = assertThrows(ChangeException.class, () -> balanced.balancer().diff(wrong));
            var refused = assertThrows(ChangeException.class, () -> balanced.becomes(wrong));
            assertEquals("access log: cannot open " + missing.getParent() + ": no such directory", refused.getMessage());
            assertEquals(refused.getMessage(), rehearsed.getMessage());
            AccessLogTest.converse(balanced, listening);
            recording.record();
        }
        assertEquals(1, Lines.of(file(0)).size());
    }

    @Test
    void aRehearsalOpensNoFile() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            BalancerConfig next = with(balanced.balancer().config(), Optional.of(to(0)));
            assertTrue(balanced.balancer().diff(next).getFirst().change().sentence().contains("accessLog"));
            assertFalse(Files.exists(file(0)));
        }
    }

    private static BalancerConfig with(BalancerConfig config, Optional<AccessLogConfig> accessLog) {
        Map<String, ListenerConfig> listeners = new LinkedHashMap<>();
        config.listeners()
                .forEach((id, last) -> listeners.put(id,
                        new ListenerConfig(id, last.binds(), last.pool(), last.routes(), last.tls(), last.timeouts(),
                                last.halfClose(), last.onRemove(), last.listen(), accessLog, last.udp(), last.admission(),
                                last.acceptProxy(), false)));
        return new BalancerConfig(config.admin(), config.log(), config.metrics(), config.transport(), config.loops(), config.shutdown(),
                listeners, config.pools());
    }
}
