package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Backends that see the clients themselves, in networks of their own, with the commands of docs/transparent.md. */
@TestInstance(Lifecycle.PER_CLASS)
class TransparentIT extends EndToEnd {

    private static final int BACKEND = 7000;
    private static final int FRONT = 8080;
    private static final int OTHER_FRONT = 8081;
    private static final int ONE_WAY = 8083;
    private static final int SIX = 8084;
    private static final int IMPATIENT = 8085;
    private static final int PASSING = 8088;
    /** Where both the listener and those are whom its clients want. */
    private static final int SAME_PORT = 7001;

    private Networks networks;
    private Awe4lb awe4lb;
    private Outpost client;
    private Outpost server;

    @BeforeAll
    void begin() throws Exception {
        String obstacle = Networks.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
        prepareOnce();
        networks = opened.add(Networks.open());
        networks.run("balancer", page("Let the answers come back").block("sh"));
        networks.run("balancer", page("Take connections that go elsewhere").block("sh").replaceAll("(?m)^ip .*\\n", "")); // the same as above
        networks.run("balancer", "nft add rule inet awe4lb_passing prerouting udp dport 7001 meta mark set 1 tproxy to :7001 accept");
        server = opened.add(networks.outpost("server"));
        assertEquals("ok", server.tell("serve %d", BACKEND));
        assertEquals("ok", server.tell("serve %d", SAME_PORT));
        awe4lb = started(Launch.shared().by(networks.in("balancer")), "run", "--admin", "127.0.0.1:7070", "-c", file("awe4lb.yaml", """
                metrics: {public: true}
                admin: {auth: {tokens: {eye: {token: token-of-a-viewer-0123456789, role: viewer}}}}
                listeners:
                  web: {bind: ":8080", pool: web}
                  other: {bind: ":8081", pool: web}
                  impatient: {bind: ":8085", pool: web, timeouts: {connect: 100ms}}
                  dns: {bind: ":8080", protocol: udp, pool: web}
                  other-dns: {bind: ":8081", protocol: udp, pool: web}
                  log: {bind: ":8083", protocol: udp, pool: web, udp: {maxResponses: 0}}
                  six: {bind: ":8084", pool: six}
                  six-dns: {bind: ":8084", protocol: udp, pool: six}
                  passing: {bind: ":8088", pool: wherever, transparent: true}
                  passing-udp: {bind: ":8088", protocol: udp, pool: wherever, transparent: true}
                  same-port: {bind: ":7001", protocol: udp, pool: plainly, transparent: true, access: ["deny 10.77.1.3", "allow all"]}
                pools:
                  web: {backends: [{name: one, address: "10.77.2.2:7000"}], transparent: true}
                  six: {backends: ["[fd77:2::2]:7000"], transparent: true}
                  wherever: {backends: ["*"], transparent: true}
                  plainly: {backends: ["*"]}
                """).toString()).ready();
        awe4lb.says("admin server: http://127.0.0.1:7070");
        client = opened.add(networks.outpost("client"));
    }

    @Test
    void aBackendSeesEachClientItself() throws Exception {
        seen("tcp", Networks.CLIENT, 15_001, Networks.BALANCER, FRONT);
        seen("udp", Networks.CLIENT, 15_001, Networks.BALANCER, FRONT);
    }

    private void seen(String protocol, String from, int port, String to, int front) throws Exception {
        opens("one", protocol, from, port, to, front);
        assertEquals("hello " + from + " " + port, client.tell("ask one hello"));
        assertEquals("again " + from + " " + port, client.tell("ask one again"));
        client.tell("close one");
    }

    private void opens(String name, String protocol, String from, int port, String to, int front) throws Exception {
        assertEquals("ok", client.tell("open %s %s %s %d %s %d", name, protocol, from, port, to, front));
    }

    @Test
    void twoClientsWithTheSamePortNeverMix() throws Exception {
        for (String protocol : List.of("tcp", "udp")) {
            opens("one", protocol, Networks.CLIENT, 15_002, Networks.BALANCER, FRONT);
            opens("two", protocol, Networks.OTHER_CLIENT, 15_002, Networks.BALANCER, FRONT);
            assertEquals("a " + Networks.CLIENT + " 15002", client.tell("ask one a"));
            assertEquals("b " + Networks.OTHER_CLIENT + " 15002", client.tell("ask two b"));
            assertEquals("c " + Networks.CLIENT + " 15002", client.tell("ask one c"));
            client.tell("close one");
            client.tell("close two");
        }
    }

    @Test
    void aClientThatComesTwiceFromOnePortIsSeenWithAnotherOneTheSecondTime() throws Exception {
        for (String protocol : List.of("tcp", "udp")) {
            opens("one", protocol, Networks.CLIENT, 15_003, Networks.BALANCER, FRONT);
            assertEquals("a " + Networks.CLIENT + " 15003", client.tell("ask one a"));
            opens("two", protocol, Networks.CLIENT, 15_003, Networks.BALANCER, OTHER_FRONT);
            String second = client.tell("ask two b");
            assertTrue(second.startsWith("b " + Networks.CLIENT + " "), second);
            assertNotEquals("b " + Networks.CLIENT + " 15003", second);
            assertEquals("c " + Networks.CLIENT + " 15003", client.tell("ask one c"));
            client.tell("close one");
            client.tell("close two");
        }
    }

    @Test
    void aClientThatComesAgainFromThePortOfAnEndedConnectionIsServed() throws Exception {
        for (int front : List.of(FRONT, OTHER_FRONT)) { // of the first one both the client and awe4lb remember the end for a minute
            opens("one", "tcp", Networks.CLIENT, 15_004, Networks.BALANCER, front);
            String said = client.tell("ask one a");
            assertTrue(said.startsWith("a " + Networks.CLIENT + " "), said);
            client.tell("close one");
            Eventually.until("the connection has ended", () -> awe4lb.out().count("\"source\":\"" + Networks.CLIENT + ":15004\"") > 0);
        }
    }

    @Test
    void manyAtOnceAreSeenAsThemselves() throws Exception {
        assertEquals("300 as themselves", client.tell("crowd tcp 300 %s %s %d", Networks.CLIENT, Networks.BALANCER, FRONT));
        assertEquals("150 as themselves", client.tell("crowd udp 150 %s %s %d", Networks.CLIENT, Networks.BALANCER, FRONT));
    }

    @Test
    void clientsOfIpv6AreSeenToo() throws Exception {
        seen("tcp", Networks.CLIENT_6, 15_005, Networks.BALANCER_6, SIX);
        seen("udp", Networks.CLIENT_6, 15_005, Networks.BALANCER_6, SIX);
        assertEquals("50 as themselves", client.tell("crowd tcp 50 %s %s %d", Networks.OTHER_CLIENT_6, Networks.BALANCER_6, SIX));
    }

    @Test
    void aClientOfTheOtherFamilyIsClosedAndTheBackendIsNotToBlame() throws Exception {
        opens("one", "tcp", Networks.CLIENT, 0, Networks.BALANCER, SIX);
        assertEquals("end", client.tell("ask one a"));
        awe4lb.says(
                "pool six, backend [fd77:2::2]:7000: a client of IPv4 cannot be shown to fd77:2:0:0:0:0:0:2: its address is of the other family");
        seen("tcp", Networks.CLIENT_6, 15_006, Networks.BALANCER_6, SIX);
        assertEquals(0, awe4lb.err().count("ejected"), awe4lb::toString);
    }

    /** Who is in the servers' network is answered directly, and would take them from everybody else. */
    @Test
    void aClientWhoseAnswersGoAroundTheBalancerIsNoFaultOfTheBackend() throws Exception {
        assertEquals("ok", server.tell("open near tcp %s 0 %s %d", Networks.OTHER_SERVER, Networks.BALANCER_AT_SERVERS, IMPATIENT));
        assertEquals("end", server.tell("ask near a"));
        awe4lb.says("pool web, backend one: connect timed out after 100 ms: do its answers to clients come back through this machine");
        seen("tcp", Networks.CLIENT, 15_017, Networks.BALANCER, FRONT);
        assertEquals(0, awe4lb.err().count("ejected"), awe4lb::toString);
    }

    @Test
    void aMessageThatNobodyAnswersComesFromItsSender() throws Exception {
        for (String from : List.of(Networks.CLIENT, Networks.OTHER_CLIENT)) {
            opens("one", "udp", from, 15_007, Networks.BALANCER, ONE_WAY);
            assertEquals("sent", client.tell("ask one note_" + from));
            Eventually.until("the message came", () -> server.tell("noted " + from).equals(from + " 15007"));
            client.tell("close one");
        }
    }

    @Test
    void whoIsRedirectedReachesWhomItAskedForAndNeitherSeesTheBalancer() throws Exception {
        opens("one", "tcp", Networks.CLIENT, 15_008, Networks.SERVER, BACKEND);
        opens("two", "tcp", Networks.CLIENT, 15_008, Networks.OTHER_SERVER, BACKEND);
        opens("six", "tcp", Networks.CLIENT_6, 15_008, Networks.SERVER_6, BACKEND);
        opens("other-six", "tcp", Networks.CLIENT_6, 15_008, Networks.OTHER_SERVER_6, BACKEND);
        asksAt("one", Networks.CLIENT, 15_008, Networks.SERVER);
        asksAt("two", Networks.CLIENT, 15_008, Networks.OTHER_SERVER);
        asksAt("six", Networks.CLIENT_6, 15_008, Networks.SERVER_6);
        asksAt("other-six", Networks.CLIENT_6, 15_008, Networks.OTHER_SERVER_6);
        tellsDestination("tcp", "[fd77:2::3]:7000");
        for (String name : List.of("one", "two", "six", "other-six")) {
            client.tell("close " + name);
        }
        Eventually.until("all four went through awe4lb", () -> awe4lb.out().count("\"backend\":\"*\"") >= 4);
    }

    @Test
    void datagramsThatAreRedirectedReachWhomTheyWereSentTo() throws Exception {
        opens("one", "udp", Networks.CLIENT, 15_009, Networks.SERVER, BACKEND);
        opens("other", "udp", Networks.OTHER_CLIENT, 15_009, Networks.SERVER, BACKEND);
        opens("six", "udp", Networks.CLIENT_6, 15_009, Networks.SERVER_6, BACKEND);
        opens("other-six", "udp", Networks.CLIENT_6, 15_010, Networks.OTHER_SERVER_6, BACKEND);
        for (int round = 0; round < 2; round++) {
            asksAt("one", Networks.CLIENT, 15_009, Networks.SERVER);
            asksAt("other", Networks.OTHER_CLIENT, 15_009, Networks.SERVER);
            asksAt("six", Networks.CLIENT_6, 15_009, Networks.SERVER_6);
            asksAt("other-six", Networks.CLIENT_6, 15_010, Networks.OTHER_SERVER_6);
        }
        tellsDestination("udp", "[fd77:2::3]:7000");
        assertEquals("100 as themselves", client.tell("crowd udp 100 %s %s %d", Networks.OTHER_CLIENT, Networks.OTHER_SERVER, BACKEND));
        for (String name : List.of("one", "other", "six", "other-six")) {
            client.tell("close " + name);
        }
    }

    @Test
    void oneClientMayAskTwoPlacesFromOnePort() throws Exception {
        opens("one", "udp", Networks.CLIENT, 15_011, Networks.SERVER, BACKEND);
        opens("two", "udp", Networks.CLIENT, 15_011, Networks.OTHER_SERVER, BACKEND);
        for (String word : List.of("a", "b")) {
            assertTrue(client.tell("ask one where").endsWith(" at " + Networks.SERVER + " " + BACKEND));
            assertTrue(client.tell("ask two where").endsWith(" at " + Networks.OTHER_SERVER + " " + BACKEND));
            assertTrue(client.tell("ask one " + word).startsWith(word + " " + Networks.CLIENT + " "));
        }
        client.tell("close one");
        client.tell("close two");
    }

    @Test
    void aListenerOnThePortThatIsRedirectedAnswersToo() throws Exception {
        for (String to : List.of(Networks.SERVER, Networks.OTHER_SERVER)) {
            opens("one", "udp", Networks.CLIENT, 15_012, to, SAME_PORT);
            String said = client.tell("ask one where");
            assertTrue(said.startsWith("where " + Networks.BALANCER_AT_SERVERS + " "), said);
            assertTrue(said.endsWith(" at " + to + " " + SAME_PORT), said);
            client.tell("close one");
        }
        opens("denied", "udp", Networks.OTHER_CLIENT, 15_012, Networks.SERVER, SAME_PORT);
        assertEquals("sent", client.tell("ask denied note_denied"));
        dropped("same-port", "denied");
        client.tell("close denied");
    }

    @Test
    void datagramsToTheListenerItselfAreDropped() throws Exception {
        opens("one", "udp", Networks.CLIENT, 0, Networks.BALANCER, PASSING);
        assertEquals("sent", client.tell("ask one note_lost"));
        dropped("passing-udp", "no_backend");
        assertEquals("nobody", server.tell("noted lost"));
        client.tell("close one");
    }

    private void tellsDestination(String protocol, String destination) throws Exception {
        String all = networks.run("balancer", "curl -sS -H 'Authorization: Bearer token-of-a-viewer-0123456789' "
                + "'http://127.0.0.1:7070/api/v1/connections?source=fd77:1::/64'");
        assertTrue(Stream.of(all.split("\\{\"id\"")).anyMatch(one -> one.contains("\"protocol\":\"" + protocol + "\"")
                && one.contains("\"destination\":\"" + destination + "\"")), all);
    }

    private void dropped(String listener, String reason) throws Exception {
        String line = "awe4lb_udp_datagrams_dropped_total{listener=\"%s\",reason=\"%s\"} 1".formatted(listener, reason);
        Eventually.until(line, () -> networks.run("balancer", "curl -sS http://127.0.0.1:7070/metrics").contains(line));
    }

    private void asksAt(String name, String from, int port, String to) throws Exception {
        assertEquals("where " + from + " " + port + " at " + to + " " + BACKEND, client.tell("ask " + name + " where"));
    }

    @Test
    void whoAsksForTheListenerItselfIsClosedAndTheLogSaysSo() throws Exception {
        opens("one", "tcp", Networks.CLIENT, 0, Networks.BALANCER, PASSING);
        assertEquals("end", client.tell("ask one a"));
        awe4lb.says("pool wherever, backend *: a client asked for 10.77.1.1:8088, which is this machine itself");
        assertEquals(0, awe4lb.err().count("ejected"), awe4lb::toString);
    }

    private static Markdown page(String section) throws IOException {
        return Markdown.of(Distribution.SOURCES.resolve("docs/transparent.md")).section(section);
    }
}
