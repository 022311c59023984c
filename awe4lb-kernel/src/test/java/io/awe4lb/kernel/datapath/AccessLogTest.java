package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.AccessLogConfig;
import io.awe4lb.kernel.config.AccessLogLevel;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.Members;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.ConnectionRecord.End;
import io.awe4lb.spi.ConnectionRecord.Event;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.EndSide;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest extends OnEachTransport {

    private final Recording recording = new Recording();

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("access.log");
    }

    @Test
    void anEndLeavesOneRecordWithEverythingThatIsKnown() throws Exception {
        Instant before = Instant.now();
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).accessLog(recording.to(file())).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            long id = balanced.connections().getFirst().id();
            client.sends("question");
            backend.receives("question");
            backend.sends("answer!");
            client.receives("answer!");
            client.halfCloses();
            backend.seesEnd();
            backend.halfCloses();
            client.seesEnd();
            ConnectionRecord record = recording.record();
            assertEquals(id, record.id());
            assertEquals(Event.END, record.event());
            assertEquals("test", record.listener());
            assertEquals("backends", record.pool().orElseThrow());
            assertEquals("127.0.0.1:" + client.localPort(), record.source().toString());
            assertEquals(record.source(), record.client());
            assertEquals(Optional.of(listening.spec().id()), record.backend());
            assertEquals(List.of(listening.spec().id()), record.tried());
            assertEquals(8, record.bytesIn());
            assertEquals(7, record.bytesOut());
            assertEquals(Optional.of(new End(EndReason.NORMAL, EndSide.CLIENT)), record.end());
            assertFalse(record.time().isBefore(before.minusMillis(1)), () -> record.time() + " is before " + before);
            Duration phases = Duration.ZERO.plus(record.timings().queue().orElseThrow()).plus(record.timings().connect().orElseThrow())
                    .plus(record.timings().firstByte().orElseThrow());
            assertTrue(phases.compareTo(record.timings().total()) <= 0, () -> record.timings().toString());
            assertEquals(Optional.empty(), record.tls());
            Eventually.until("the line is written", () -> Lines.of(file()).equals(List.of(Long.toString(id))));
        }
    }

    @Test
    void whoEndedFirstIsToldOfANormalEnd() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).accessLog(recording.to(file())).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            backend.halfCloses();
            client.seesEnd();
            client.halfCloses();
            assertEquals(Optional.of(new End(EndReason.NORMAL, EndSide.BACKEND)), recording.record().end());
        }
    }

    @Test
    void everyBackendThatWasTriedIsNamedInOrder() throws Exception {
        BackendSpec first = Listening.refusing();
        try (var listening = new Listening();
                var balanced = Balanced.over(first, listening.spec()).accessLog(recording.to(file())).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("x");
            backend.receives("x");
            backend.resets();
            client.seesReset();
            ConnectionRecord record = recording.record();
            assertEquals(List.of(first.id(), listening.spec().id()), record.tried());
            assertEquals(Optional.of(listening.spec().id()), record.backend());
            assertEquals(Optional.of(new End(EndReason.BACKEND_RESET, EndSide.BACKEND)), record.end());
            assertEquals(Optional.empty(), record.timings().firstByte());
        }
    }

    @Test
    void oneThatAllBackendsRefusedNamesTheLastAndWasNeverConnected() throws Exception {
        BackendSpec first = Listening.refusing();
        BackendSpec second = Listening.refusing();
        try (var balanced = Balanced.over(first, second).accessLog(recording.to(file())).on(transport); Peer client = balanced.client()) {
            client.seesEnd();
            ConnectionRecord record = recording.record();
            assertEquals(List.of(first.id(), second.id()), record.tried());
            assertEquals(Optional.of(second.id()), record.backend());
            assertEquals(Optional.of(new End(EndReason.BACKEND_REFUSED, EndSide.BACKEND)), record.end());
            assertTrue(record.timings().queue().isPresent());
            assertEquals(Optional.empty(), record.timings().connect());
        }
    }

    @Test
    void oneForWhichThereWasNoBackendIsWrittenToo() throws Exception {
        try (var balanced = Balanced.over().accessLog(recording.to(file())).on(transport); Peer client = balanced.client()) {
            client.seesEnd();
            ConnectionRecord record = recording.record();
            assertEquals(Optional.of(new End(EndReason.NO_BACKEND, EndSide.BALANCER)), record.end());
            assertEquals(List.of(), record.tried());
            assertEquals(Optional.empty(), record.backend());
            assertEquals(Optional.empty(), record.timings().queue());
        }
    }

    @Test
    void oneThatHasWaitedInVainSaysForHowLong() throws Exception {
        Duration patience = Duration.ofMillis(50);
        try (var listening = new Listening()) {
            try (var balanced = Balanced.over(listening.specOfOneSlot()).limits(Limits.of().queue(patience, 100).config())
                    .accessLog(recording.to(file()))
                    .on(transport);
                    Peer _ = balanced.client();
                    Peer _ = listening.accepts();
                    Peer second = balanced.client()) {
                second.seesEnd();
                ConnectionRecord record = recording.record();
                assertEquals(Optional.of(new End(EndReason.LIMIT, EndSide.BALANCER)), record.end());
                assertTrue(record.timings().queue().orElseThrow().compareTo(patience) >= 0, record::toString);
            }
        }
    }

    @Test
    void oneThatIsKilledAndThoseThatAStopClosesAreWritten() throws Exception {
        try (var listening = new Listening()) {
            try (var balanced = Balanced.over(listening.spec()).accessLog(recording.to(file())).on(transport);
                    Peer killed = balanced.client();
                    Peer _ = listening.accepts();
                    Peer left = balanced.client();
                    Peer _ = listening.accepts()) {
                String source = "127.0.0.1:" + killed.localPort();
                Eventually.is(2, () -> balanced.connections().size(), () -> "connections");
                balanced.balancer().closeConnections(info -> info.source().equals(source), EndReason.KILLED_BY_ADMIN);
                killed.seesEnd();
                assertEquals(Optional.of(new End(EndReason.KILLED_BY_ADMIN, EndSide.BALANCER)), recording.record().end());
                balanced.balancer().close();
                left.seesEnd();
            }
            assertEquals(2, recording.records().size());
            assertEquals(Optional.of(new End(EndReason.SHUTDOWN, EndSide.BALANCER)), recording.records().getLast().end());
            assertEquals(2, Lines.of(file()).size());
        }
    }

    @Test
    void withErrorsANormalEndIsWrittenOnlyIfAnotherBackendRefused() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(Listening.refusing(), listening.spec()).loops(1)
                        .accessLog(recording.to(file(), new AccessLogLevel.Errors())).on(transport)) {
            converse(balanced, listening);
            Eventually.until("the first backend is ejected", () -> {
                Members members = balanced.balancer().pools().iterator().next().members();
                try (Lease lease = members.lease(Client.local(), List.of(members.all().getLast()))) {
                    return lease == null;
                }
            });
            converse(balanced, listening);
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("x");
                backend.receives("x");
                backend.resets();
                client.seesReset();
            }
            List<ConnectionRecord> records = recording.records(2);
            assertEquals(EndReason.NORMAL, records.getFirst().end().orElseThrow().reason());
            assertEquals(2, records.getFirst().tried().size());
            assertEquals(EndReason.BACKEND_RESET, records.getLast().end().orElseThrow().reason());
        }
    }

    @Test
    void oneOfManyIsWritten() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).loops(1).accessLog(recording.to(file(), new AccessLogLevel.OneIn(5)))
                        .on(transport)) {
            for (int i = 0; i < 20; i++) {
                converse(balanced, listening);
            }
            balanced.ended(EndReason.NORMAL, 20);
            recording.records(4);
        }
        assertEquals(4, Lines.of(file()).size());
    }

    @Test
    void anAnonymousClientHasLostItsLastEightBitsAndItsPort() throws Exception {
        AccessLogConfig config = recording.to(file());
        var anonymous = new AccessLogConfig(config.format(), config.target(), config.level(), true, config.interim());
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).accessLog(anonymous).on(transport)) {
            converse(balanced, listening);
            assertEquals("127.0.0.0:0", recording.record().source().toString());
            assertEquals("127.0.0.0:0", recording.record().client().toString());
        }
    }

    @Test
    void aLongConnectionIsWrittenInBetweenWithWhatThereIsSoFar() throws Exception {
        AccessLogConfig config = recording.to(file());
        var often = new AccessLogConfig(config.format(), config.target(), config.level(), false, Duration.ofMillis(50));
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).idle(Duration.ZERO).accessLog(often).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            client.sends("so far");
            backend.receives("so far");
            int before = recording.records().size();
            Eventually.until("two records more", () -> recording.records().size() >= before + 2);
            ConnectionRecord interim = recording.records().getLast();
            assertEquals(Event.INTERIM, interim.event());
            assertEquals(6, interim.bytesIn());
            assertEquals(Optional.empty(), interim.end());
            client.halfCloses();
            backend.seesEnd();
            backend.halfCloses();
            Eventually.until("the end", () -> recording.records().getLast().event() == Event.END);
            assertEquals(1, recording.records().stream().filter(record -> record.event() == Event.END).count());
            assertEquals(1, recording.records().stream().mapToLong(ConnectionRecord::id).distinct().count());
        }
    }

    static void converse(Balanced balanced, Listening listening) throws Exception {
        try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
            client.halfCloses();
            backend.seesEnd();
            backend.halfCloses();
            client.seesEnd();
        }
    }
}
