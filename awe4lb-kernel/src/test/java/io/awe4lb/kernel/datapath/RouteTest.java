package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.wire.ClientHello;
import io.awe4lb.kernel.wire.Hello;
import io.awe4lb.spi.Backend;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.ConnectionRecord.Tls;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Strategy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where clients go by what they say first, with TLS left as it is. */
class RouteTest extends OnEachTransport {

    private static final byte[] API = Hello.ofJava("api.example.com", "h2");
    private static final byte[] OTHER = Hello.ofJava("other.example.com");
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 1, 0, 2, 2, 112};
    private static final byte[] DECODE_ERROR = {21, 3, 1, 0, 2, 2, 50};

    private final Recording recording = new Recording();

    @TempDir
    Path directory;

    /** Clients that ask for api.example.com go to the pool api. */
    private Balanced byName(Listening api, Listening others) throws ChangeException {
        return byName(Balanced.over(others.spec()), api.spec());
    }

    private Balanced byName(Balanced.Builder settings, BackendSpec... api) throws ChangeException {
        BalancerConfig config = settings.routes(Routed.names("api", "api.example.com")).config();
        return Balanced.of(Routed.with(config, Balanced.over(api).pool("api")), transport);
    }

    private static void sends(Peer client, byte[] bytes) throws IOException {
        client.output().write(bytes);
    }

    private static void receives(Peer peer, byte[] bytes) throws IOException {
        assertArrayEquals(bytes, peer.input().readNBytes(bytes.length));
    }

    private static void converse(Peer client, Peer backend) throws IOException {
        backend.sends("answer");
        client.receives("answer");
        client.sends("question");
        backend.receives("question");
    }

    @Test
    void aClientGoesWhereTheNameLeadsThatItAsksForAndItsHelloGoesWithIt() throws Exception {
        try (var api = new Listening();
                var others = new Listening();
                var balanced = byName(api, others);
                Peer one = balanced.client();
                Peer other = balanced.client()) {
            sends(one, API);
            sends(other, OTHER);
            try (Peer apiBackend = api.accepts(); Peer otherBackend = others.accepts()) {
                receives(apiBackend, API);
                receives(otherBackend, OTHER);
                converse(one, apiBackend);
                converse(other, otherBackend);
                assertEquals(List.of("api", "backends"), balanced.connections().stream().map(live -> live.pool()).sorted().toList());
                assertEquals(Optional.of("api.example.com"), balanced.connections().stream().filter(live -> live.pool().equals("api"))
                        .findFirst().flatMap(live -> live.tls()).flatMap(Tls::sni));
            }
        }
    }

    @Test
    void theFirstRouteHoldsOfWhichAllIsTrue() throws Exception {
        try (var h2 = new Listening(); var below = new Listening(); var others = new Listening()) {
            BalancerConfig config = Balanced.over(others.spec())
                    .routes(Routed.protocol("h2", "h2"), Routed.names("below", ".example.com")).config();
            try (var balanced = Balanced.of(Routed.with(config, Balanced.over(h2.spec()).pool("h2"),
                    Balanced.over(below.spec()).pool("below")), transport)) {
                arrives(balanced, Hello.ofJava("api.example.com", "http/1.1", "h2"), h2);
                arrives(balanced, Hello.ofJava("deep.api.example.com", "http/1.1"), below);
                arrives(balanced, Hello.ofJava("example.com"), others);
                arrives(balanced, Hello.ofJava("example.com"), others);
                counts(balanced, "1 h2 1, 2 below 1, others backends 2");
            }
        }
    }

    /** How many have gone each way. */
    private static void counts(Balanced balanced, String expected) {
        Eventually.is(expected, () -> balanced.balancer().listeners().iterator().next().routes().all().stream()
                .map(route -> route.name() + " " + route.pool().id() + " " + route.connections()).collect(Collectors.joining(", ")),
                () -> "clients by route");
    }

    private static void arrives(Balanced balanced, byte[] hello, Listening where) throws IOException {
        try (Peer client = balanced.client()) {
            sends(client, hello);
            try (Peer backend = where.accepts()) {
                receives(backend, hello);
                converse(client, backend);
            }
        }
    }

    @Test
    void aHelloMayBeCutAtEveryByte() throws Exception {
        try (var api = new Listening(); var others = new Listening(); var balanced = byName(api, others)) {
            for (int cut = 0; cut <= API.length; cut++) {
                try (Peer client = balanced.client()) {
                    sends(client, Arrays.copyOf(API, cut));
                    sends(client, Arrays.copyOfRange(API, cut, API.length));
                    try (Peer backend = api.accepts()) {
                        receives(backend, API);
                    }
                }
            }
        }
    }

    @Test
    void aHelloMayComeByteByByteAndBeOfSixtyFourKilobytes() throws Exception {
        try (var api = new Listening(); var others = new Listening(); var balanced = byName(api, others)) {
            try (Peer client = balanced.client()) {
                for (byte one : API) {
                    sends(client, new byte[] {one});
                }
                try (Peer backend = api.accepts()) {
                    receives(backend, API);
                    converse(client, backend);
                }
            }
            arrives(balanced, Hello.ofSize("api.example.com", ClientHello.MOST), api);
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        }
    }

    @Test
    void whatFollowsTheHelloAndTheEndAfterItArriveToo() throws Exception {
        try (var api = new Listening(); var others = new Listening(); var balanced = byName(api, others); Peer client = balanced.client()) {
            sends(client, API);
            client.sends("early data");
            client.halfCloses();
            try (Peer backend = api.accepts()) {
                receives(backend, API);
                backend.receives("early data");
                backend.seesEnd();
                backend.sends("answer");
                backend.halfCloses();
                client.receives("answer");
                client.seesEnd();
            }
            balanced.ended(EndReason.NORMAL, 1);
        }
    }

    @Test
    void aBackendThatDoesNotReadGetsTheHelloWhenItDoes() throws Exception {
        byte[] large = Hello.ofSize("api.example.com", ClientHello.MOST);
        byte[] more = new byte[4 << 20];
        try (var api = Listening.slow(); var others = new Listening(); var balanced = byName(api, others);
                Peer client = balanced.client()) {
            Thread sending = Thread.ofVirtual().start(() -> {
                try {
                    sends(client, large);
                    sends(client, more);
                } catch (IOException gone) {
                    throw new AssertionError(gone);
                }
            });
            try (Peer backend = api.accepts()) {
                Eventually.until("bytes wait at the balancer", () -> balanced.lent() > 0);
                receives(backend, large);
                receives(backend, more);
            }
            sending.join();
        }
    }

    @Test
    void aHelloIsPassedToTheBackendThatIsTriedNext() throws Exception {
        try (var api = new Listening(); var others = new Listening()) {
            BackendSpec gone = Listening.refusing();
            try (var balanced = byName(Balanced.over(others.spec()), gone, api.spec()); Peer client = balanced.client()) {
                sends(client, API);
                try (Peer backend = api.accepts()) {
                    receives(backend, API);
                    converse(client, backend);
                }
            }
        }
    }

    @Test
    void whoeverAsksForANameThatNobodyServesIsToldSo() throws Exception {
        try (var api = new Listening()) {
            var settings = Balanced.over(api.spec()).withoutPool().accessLog(recording.to(directory.resolve("access.log")));
            try (var balanced = byName(settings, api.spec()); Peer client = balanced.client()) {
                sends(client, Hello.ofJava("other.example.com", "h2", "http/1.1"));
                receives(client, UNRECOGNIZED_NAME);
                client.seesEnd();
                balanced.ended(EndReason.NO_ROUTE, 1);
                ConnectionRecord record = recording.record();
                assertEquals(Optional.empty(), record.pool());
                assertEquals(Optional.of(new Tls(Optional.empty(), Optional.empty(), Optional.of("other.example.com"),
                        Optional.of("h2,http/1.1"))), record.tls());
            }
        }
    }

    @Test
    void whatIsNotTlsEndsWithoutABackend() throws Exception {
        try (var api = new Listening(); var others = new Listening(); var balanced = byName(api, others)) {
            try (Peer http = balanced.client(); Peer garbage = balanced.client(); Peer broken = balanced.client()) {
                http.sends("GET / HTTP/1.1\r\nHost: api.example.com\r\n\r\n");
                http.seesEnd();
                garbage.sends("x");
                garbage.seesEnd();
                sends(broken, new byte[] {22, 3, 1, 0, 1, 2});
                receives(broken, DECODE_ERROR);
                broken.seesEnd();
            }
            balanced.ended(EndReason.TLS_HANDSHAKE_FAILED, 3);
            assertNobodyWasAsked(balanced);
        }
    }

    @Test
    void handshakesThatStopHalfWayEndInTimeAndLeaveNothingBehind() throws Exception {
        int count = 200;
        try (var api = new Listening();
                var others = new Listening();
                var balanced = byName(Balanced.over(others.spec()).handshake(Duration.ofMillis(500)), api.spec())) {
            List<Peer> clients = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Peer client = balanced.client();
                clients.add(client);
                sends(client, Arrays.copyOf(API, i % API.length));
            }
            balanced.ended(EndReason.TLS_HANDSHAKE_FAILED, count);
            for (Peer client : clients) {
                client.close();
            }
            assertNobodyWasAsked(balanced);
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
            assertEquals(0, balanced.stats().active());
        }
    }

    @Test
    void dripsDoNotPutTheDeadlineOff() throws Exception {
        byte[] large = Hello.ofSize("api.example.com", ClientHello.MOST);
        try (var api = new Listening();
                var others = new Listening();
                var balanced = byName(Balanced.over(others.spec()).handshake(Duration.ofMillis(100)), api.spec());
                Peer client = balanced.client()) {
            drip(client, Arrays.copyOf(large, large.length - 1));
            balanced.ended(EndReason.TLS_HANDSHAKE_FAILED, 1);
            assertNobodyWasAsked(balanced);
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        }
    }

    /** A byte at a time, as long as somebody listens. */
    private static void drip(Peer client, byte[] bytes) {
        try {
            for (byte one : bytes) {
                sends(client, new byte[] {one});
            }
        } catch (IOException closed) {
            assertNotNull(closed.getMessage(), "the other side has closed it");
        }
    }

    @Test
    void aClientThatLeavesBeforeItHasSaidWhereToIsNobodysFault() throws Exception {
        try (var api = new Listening(); var others = new Listening(); var balanced = byName(api, others)) {
            try (Peer client = balanced.client()) {
                sends(client, Arrays.copyOf(API, 20));
            }
            balanced.ended(EndReason.CLIENT_ABORT, 1);
            try (Peer client = balanced.client()) {
                sends(client, Arrays.copyOf(API, 20));
                Eventually.until("what was sent is read", () -> balanced.lent() == 1); // else its end may be taken for one in order
                assertEquals("identifying", balanced.connections().getFirst().phase());
                client.resets();
            }
            balanced.ended(EndReason.CLIENT_RESET, 1);
            assertNobodyWasAsked(balanced);
        }
    }

    @Test
    void routesByAddressAloneLetTheBackendSpeakFirst() throws Exception {
        try (var near = new Listening(); var others = new Listening()) {
            BalancerConfig config = Balanced.over(others.spec()).routes(Routed.source("near", Routed.LOOPBACK)).config();
            try (var balanced = Balanced.of(Routed.with(config, Balanced.over(near.spec()).pool("near")), transport);
                    Peer client = balanced.client();
                    Peer backend = near.accepts()) {
                backend.sends("220 ready");
                client.receives("220 ready");
                assertEquals(Optional.empty(), balanced.connections().getFirst().tls());
            }
        }
    }

    @Test
    void aStrategyThatWantsToKnowTheNameIsTold() throws Exception {
        try (var first = new Listening();
                var second = new Listening();
                var balanced = Balanced.over(first.spec(), second.spec()).strategy(new ByName()).on(transport)) {
            arrives(balanced, API, first);
            arrives(balanced, OTHER, second);
        }
    }

    /** The first of two for api.example.com. */
    private static final class ByName implements Strategy {

        @Override
        public Backend pick(Candidates candidates, Client client) {
            return candidates.get(client.serverName().equals("api.example.com") ? 0 : 1);
        }

        @Override
        public boolean wantsServerName() {
            return true;
        }
    }

    @Test
    void routesChangeForWhoComesAndNotForWhoIsHere() throws Exception {
        try (var api = new Listening(); var others = new Listening(); var balanced = byName(api, others); Peer old = balanced.client()) {
            sends(old, API);
            try (Peer oldBackend = api.accepts()) {
                receives(oldBackend, API);
                BalancerConfig changed = Balanced.over(others.spec()).routes(Routed.names("api", "other.example.com")).config();
                balanced.becomes(Routed.with(changed, Balanced.over(api.spec()).pool("api")));
                arrives(balanced, API, others);
                arrives(balanced, OTHER, api);
                counts(balanced, "1 api 1, others backends 1");
                converse(old, oldBackend);
                balanced.becomes(Balanced.over(others.spec()).config());
                try (Peer client = balanced.client(); Peer backend = others.accepts()) {
                    backend.sends("no hello is waited for");
                    client.receives("no hello is waited for");
                }
                counts(balanced, "others backends 2");
            }
        }
    }

    private static void assertNobodyWasAsked(Balanced balanced) {
        balanced.balancer().pools().forEach(
                pool -> pool.members().all().forEach(backend -> assertEquals(0, backend.stats().connections(), backend.id())));
    }
}
