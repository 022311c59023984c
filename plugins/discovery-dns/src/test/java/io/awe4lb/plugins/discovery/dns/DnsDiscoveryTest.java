package io.awe4lb.plugins.discovery.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsDiscoveryTest {

    private static final int MANY = 200;
    private static Dnsmasq server;

    private final DnsDiscoveryProvider provider = new DnsDiscoveryProvider();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        String many = IntStream.rangeClosed(1, MANY).mapToObj("10.9.0.%d many.test\n"::formatted).collect(Collectors.joining());
        server = Dnsmasq.start(directory, """
                10.0.0.2 web.test
                10.0.0.1 web.test
                2001:db8::1 web.test
                10.0.1.1 one.test
                10.0.1.2 two.test
                2001:db8::2 two.test
                """ + many, "--local-ttl=77", "--cname=alias.test,web.test", "--cname=chain.test,alias.test",
                "--srv-host=_api._tcp.test,one.test,8080,0,5", "--srv-host=_api._tcp.test,two.test,8081,1,0",
                "--srv-host=_none._tcp.test", "--srv-host=_lost._tcp.test,nowhere.test,80");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Options options(String name, String record) {
        Options options = Options.defaults().with(DnsDiscoveryProvider.NAME, name).with(DnsDiscoveryProvider.RECORD, record)
                .with(DnsDiscoveryProvider.SERVERS, List.of(server.address()));
        return record.equals("SRV") ? options : options.with(DnsDiscoveryProvider.PORT, 80);
    }

    private Discovered ask(Options options) throws Exception {
        try (var discovery = provider.create(options)) {
            return discovery.discover();
        }
    }

    private List<String> ids(Options options) throws Exception {
        return ask(options).backends().stream().map(BackendSpec::id).toList();
    }

    private void assertFails(String sentence, Options options) {
        String said = assertThrows(DiscoveryException.class, () -> ask(options)).getMessage();
        assertTrue(said.contains(sentence), said);
    }

    @Test
    void allAddressesOfANameAreBackendsInTheSameOrderEachTime() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertEquals(List.of("10.0.0.1:80", "10.0.0.2:80"), ids(options("web.test", "A")));
        }
        assertEquals(List.of("[2001:db8::1]:80"), ids(options("web.test", "AAAA")));
        assertEquals(List.of("10.0.0.1:80", "10.0.0.2:80", "[2001:db8::1]:80"), ids(options("web.test.", "A+AAAA")));
    }

    @Test
    void aliasesAreFollowed() throws Exception {
        assertEquals(List.of("10.0.0.1:80", "10.0.0.2:80"), ids(options("alias.test", "A")));
        assertEquals(List.of("10.0.0.1:80", "10.0.0.2:80"), ids(options("chain.test", "A")));
    }

    @Test
    void aServiceHasItsPortWeightAndPriorityAtEachAddress() throws Exception {
        assertEquals(List.of(
                new BackendSpec("10.0.1.1:8080", new Address.Inet("10.0.1.1", 8080), 5, 0, 0),
                new BackendSpec("10.0.1.2:8081", new Address.Inet("10.0.1.2", 8081), 0, 1, 0),
                new BackendSpec("[2001:db8::2]:8081", new Address.Inet("2001:db8::2", 8081), 0, 1, 0)),
                ask(options("_api._tcp.test", "SRV")).backends());
    }

    @Test
    void aServiceThatIsNotOfferedHasNoBackends() throws Exception {
        assertEquals(List.of(), ids(options("_none._tcp.test", "SRV")));
    }

    @Test
    void anAnswerThatIsTooLongForADatagramComesOverTcp() throws Exception {
        assertEquals(MANY, ask(options("many.test", "A")).backends().size());
    }

    @Test
    void theTtlSaysWhenToAskAgainWithinItsBounds() throws Exception {
        assertEquals(seconds(77), ask(options("web.test", "A")).validFor());
        assertEquals(seconds(77), ask(options("_api._tcp.test", "SRV")).validFor());
        assertEquals(seconds(30), ask(options("web.test", "A").with(DnsDiscoveryProvider.MAX_TTL, Duration.ofSeconds(30))).validFor());
        assertEquals(seconds(90), ask(options("web.test", "A").with(DnsDiscoveryProvider.MIN_TTL, Duration.ofSeconds(90))).validFor());
        assertEquals(seconds(3690), ask(options("web.test", "A").with(DnsDiscoveryProvider.INTERVAL, "1h1m30s")).validFor());
    }

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    /**
     * A pool with a TTL of a second asks 3 600 times an hour. A short part of an hour of a hundred pools; a whole one is run with
     * {@code -Dawe4lb.dns.questions=3600}.
     */
    @Test
    void aHundredPoolsThatAskAllTheTimeLeaveNothingBehind() throws Exception {
        int questions = Integer.getInteger("awe4lb.dns.questions", 20);
        askAllAtOnce(5); // what is loaded and pooled once
        int open = openFiles();
        long heap = heapInUse();
        askAllAtOnce(questions);
        assertTrue(openFiles() <= open + 10, () -> open + " open files before, now " + openFiles());
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().startsWith("dnsjava")),
                "the library has no thread");
        assertTrue(heapInUse() <= heap + (8L << 20), () -> heap + " bytes before, now " + heapInUse());
    }

    private void askAllAtOnce(int questions) throws Exception {
        var pools = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                String name = i % 2 == 0 ? "web.test" : "many.test"; // the latter over TCP
                pools.add(threads.submit(() -> {
                    try (var discovery = provider.create(options(name, "A"))) {
                        for (int question = 0; question < questions; question++) {
                            discovery.discover();
                        }
                    }
                    return true;
                }));
            }
        }
        for (Future<?> pool : pools) {
            pool.get();
        }
    }

    /** After what is not used any more has gone. */
    private static long heapInUse() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static int openFiles() {
        try (var entries = Files.list(Path.of("/proc/self/fd"))) {
            return (int) entries.count();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aNameThatIsNotThereIsAFailureAndOneWithoutSuchRecordsIsEmpty() throws Exception {
        assertFails("there is no name nowhere.test. in the DNS: mend name", options("nowhere.test", "A"));
        assertFails("the service _lost._tcp.test. is at nowhere.test., which has no address: add it in the DNS",
                options("_lost._tcp.test", "SRV"));
        assertEquals(List.of(), ids(options("one.test", "AAAA")));
    }

    @Test
    void signaturesAreNoBackends() throws Exception {
        Name web = Name.fromString("web.test.");
        try (var stub = new StubServer(_ -> answer(a(web, 1, 60), signature(web), a(web, 2, 60)))) {
            assertEquals(List.of("10.0.0.1:80", "10.0.0.2:80"), ids(at(stub, "web.test")));
        }
    }

    @Test
    void anAliasThatItsServerDoesNotFollowIsAskedFor() throws Exception {
        Name alias = Name.fromString("alias.test.");
        Name web = Name.fromString("web.test.");
        Function<Record, Message> answers = question -> question.getName().equals(web) ? answer(a(web, 1, 60))
                : answer(new CNAMERecord(alias, DClass.IN, 5, web));
        try (var stub = new StubServer(answers)) {
            Discovered discovered = ask(at(stub, "alias.test"));
            assertEquals("10.0.0.1:80", discovered.backends().getFirst().id());
            assertEquals(seconds(5), discovered.validFor(), "the smaller one");
            assertEquals(2, stub.questions());
        }
    }

    @Test
    void aliasesWithoutEndAreAFailure() throws Exception {
        Name one = Name.fromString("one.test.");
        Name two = Name.fromString("two.test.");
        Function<Record, Message> answers = question -> answer(question.getName().equals(one) ? new CNAMERecord(one, DClass.IN, 5, two)
                : new CNAMERecord(two, DClass.IN, 5, one));
        try (var stub = new StubServer(answers)) {
            assertFails("is an alias of an alias and so on", at(stub, "one.test"));
        }
        try (var stub = new StubServer(_ -> answer(new CNAMERecord(one, DClass.IN, 5, two), new CNAMERecord(two, DClass.IN, 5, one)))) {
            assertFails("is an alias of an alias and so on", at(stub, "one.test"));
        }
    }

    @Test
    void theNextServerIsAskedWhenOneRefusesAndAllAreNamedWhenNobodyAnswers() throws Exception {
        try (var refusing = new StubServer(_ -> saying(Rcode.REFUSED))) {
            Options both = options("web.test", "A").with(DnsDiscoveryProvider.SERVERS, List.of(refusing.address(), server.address()));
            assertEquals(2, ask(both).backends().size());
            assertFails("the DNS gives no answer: %s says REFUSED".formatted(refusing.address()), at(refusing, "web.test"));
        }
        try (var failing = new StubServer(_ -> saying(Rcode.SERVFAIL))) {
            assertFails("the DNS gives no answer: %s says SERVFAIL".formatted(failing.address()), at(failing, "web.test"));
            assertEquals(2, failing.questions(), "it is asked twice");
        }
        assertFails("the DNS gives no answer: 127.0.0.1:1 does not answer",
                options("web.test", "A").with(DnsDiscoveryProvider.SERVERS, List.of("127.0.0.1:1")));
    }

    @Test
    void aServerThatAnswersSomethingElseIsSaidToDoSo() throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                var packet = new DatagramPacket(new byte[512], 512);
                while (!socket.isClosed()) {
                    try {
                        socket.receive(packet);
                        packet.setLength(5); // the id comes back, and not even a whole head
                        socket.send(packet);
                        packet.setLength(512);
                    } catch (IOException _) { // closed: the test is over
                        return;
                    }
                }
            });
            String address = "127.0.0.1:" + socket.getLocalPort();
            assertFails("the DNS gives no answer: %s answers what is no DNS".formatted(address),
                    options("web.test", "A").with(DnsDiscoveryProvider.SERVERS, List.of(address)));
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAfterItsTime() throws Exception {
        try (var silent = new StubServer(_ -> null)) {
            var servers = new Servers(Servers.of(List.of(silent.address())).given(), Duration.ofMillis(20));
            Message question = Message.newQuery(Record.newRecord(Name.fromString("web.test."), Type.A, DClass.IN));
            String said = assertThrows(DiscoveryException.class, () -> servers.ask(question)).getMessage();
            assertEquals("the DNS gives no answer: %s does not answer".formatted(silent.address()), said);
        }
    }

    @Test
    void aServerThatSaysNothingIsLeftWhenInterrupted() throws Exception {
        try (var silent = new StubServer(_ -> null)) {
            var thrown = new AtomicReference<Throwable>();
            Thread asking = Thread.ofVirtual().start(() -> {
                try {
                    ask(at(silent, "web.test"));
                } catch (Exception failure) {
                    thrown.set(failure);
                }
            });
            while (silent.questions() == 0) {
                Thread.onSpinWait();
            }
            asking.interrupt();
            assertTrue(asking.join(Duration.ofSeconds(30)));
            assertInstanceOf(InterruptedException.class, thrown.get());
        }
    }

    private static Options at(StubServer stub, String name) {
        return options(name, "A").with(DnsDiscoveryProvider.SERVERS, List.of(stub.address()));
    }

    private static Message answer(Record... records) {
        var answer = new Message();
        List.of(records).forEach(record -> answer.addRecord(record, Section.ANSWER));
        return answer;
    }

    private static Message saying(int code) {
        var answer = new Message();
        answer.getHeader().setRcode(code);
        return answer;
    }

    private static Record a(Name name, int last, long ttl) {
        return new ARecord(name, DClass.IN, ttl, InetAddress.ofLiteral("10.0.0." + last));
    }

    private static Record signature(Name name) {
        return new RRSIGRecord(name, DClass.IN, 1, Type.A, 13, 60, Instant.EPOCH.plusSeconds(9), Instant.EPOCH, 1, name, new byte[64]);
    }

    @Test
    void optionsThatDoNotFitTogetherAreRefused() {
        assertRefused("record: write A, AAAA, A+AAAA or SRV", options("web.test", "MX"));
        assertRefused("port: the records of SRV have their own", options("web.test", "SRV").with(DnsDiscoveryProvider.PORT, 1));
        assertRefused("port: the records of A have none: write port: 80",
                Options.defaults().with(DnsDiscoveryProvider.NAME, "web.test"));
        for (String name : List.of("a..b", " ", "", "web test", "web.test:80", "http://web.test/", "-web.test", "web-.test", "10.0.0.1",
                "bücher.test",
                "x".repeat(64) + ".test", "x.".repeat(130))) {
            assertRefused("name: '%s' is no name of the DNS: write web.example.com".formatted(name), options(name, "A"));
        }
        assertRefused("minTtl is longer than maxTtl", options("a.b", "A").with(DnsDiscoveryProvider.MIN_TTL, Duration.ofHours(1)));
        for (String interval : List.of("", "5", "0s", "10ms", "1s1h", "TTL")) {
            assertRefused("interval: '%s' is neither ttl nor a time".formatted(interval),
                    options("a.b", "A").with(DnsDiscoveryProvider.INTERVAL, interval));
        }
        for (String address : List.of("dns.example.com", "10.0.0.1:", "10.0.0.1:x", "10.0.0.1:70000", "")) {
            assertRefused("servers: '%s' is no address of a server".formatted(address),
                    options("a.b", "A").with(DnsDiscoveryProvider.SERVERS, List.of(address)));
        }
    }

    private void assertRefused(String sentence, Options options) {
        String said = assertThrows(IllegalArgumentException.class, () -> provider.create(options)).getMessage();
        assertTrue(said.startsWith(sentence), said);
    }
}
