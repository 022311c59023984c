package io.awe4lb.kernel.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {

    private static final long SEED = 20_261_126;
    private static final ClientHello EXAMPLE = new ClientHello("api.example.com", List.of("h2", "http/1.1"));

    private static Parsed<ClientHello> read(byte[] bytes) {
        return ClientHello.read(ByteBuffer.wrap(bytes));
    }

    private static ClientHello hello(byte[] bytes) {
        return assertInstanceOf(Parsed.Complete.class, read(bytes), () -> read(bytes).toString()).value() instanceof ClientHello hello
                ? hello
                : ClientHello.NONE;
    }

    private static String reason(byte[] bytes) {
        return read(bytes) instanceof Parsed.Invalid<ClientHello>(var reason, _) ? reason : "not refused";
    }

    @Test
    void javasHelloSaysServerAndProtocols() {
        byte[] hello = Hello.ofJava("api.example.com", "h2", "http/1.1");
        assertEquals(new Parsed.Complete<>(EXAMPLE, hello.length), read(hello));
    }

    /** Captured from the programs that the files are named after, all asking for api.example.com and offering h2 and http/1.1. */
    @TestFactory
    Stream<DynamicTest> hellosOfRealClients() throws IOException, URISyntaxException {
        return corpus().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            byte[] hello = Files.readAllBytes(file);
            assertEquals(new Parsed.Complete<>(EXAMPLE, hello.length), read(hello));
            assertEveryPrefixIsIncomplete(hello);
        }));
    }

    private static Stream<Path> corpus() throws IOException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(ClientHelloTest.class.getResource("hellos")).toURI());
        return Files.list(directory).sorted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16, 100, 1 << 14})
    void itMayComeInRecordsOfAnySizeCutAnywhere(int recordSize) {
        byte[] hello = Hello.inRecords(Hello.messageOf(Hello.ofJava("api.example.com", "h2", "http/1.1")), recordSize);
        assertEquals(new Parsed.Complete<>(EXAMPLE, hello.length), read(hello));
        assertEveryPrefixIsIncomplete(hello);
    }

    /** What is needed is never more than what there will be, so whoever waits for it does not wait in vain. */
    private static void assertEveryPrefixIsIncomplete(byte[] hello) {
        for (int length = 0; length < hello.length; length++) {
            Parsed<ClientHello> read = read(Arrays.copyOf(hello, length));
            int needed = assertInstanceOf(Parsed.Incomplete.class, read, "the first " + length + " bytes").needed();
            assertTrue(needed > length && needed <= hello.length, needed + " needed after " + length);
        }
    }

    @Test
    void whatFollowsIsLeftAlone() {
        byte[] hello = Hello.ofJava("api.example.com", "h2", "http/1.1");
        byte[] more = Hello.concat(hello, "early data".getBytes(StandardCharsets.US_ASCII));
        assertEquals(new Parsed.Complete<>(EXAMPLE, hello.length), read(more));
    }

    @Test
    void theBufferStaysAsItIsAndIsReadFromItsPosition() {
        byte[] hello = Hello.ofJava("api.example.com", "h2", "http/1.1");
        ByteBuffer buffer = ByteBuffer.allocateDirect(hello.length + 14).position(7).put(hello).flip().position(7);
        ByteBuffer before = buffer.duplicate();
        assertEquals(new Parsed.Complete<>(EXAMPLE, hello.length), ClientHello.read(buffer));
        assertEquals(before, buffer);
        assertEquals(7, buffer.position());
    }

    @Test
    void sixtyFourKilobytesAreTakenAndNoByteMore() {
        byte[] largest = Hello.ofSize("api.example.com", ClientHello.MOST);
        assertEquals(ClientHello.MOST, largest.length);
        assertEquals("api.example.com", hello(largest).serverName());
        assertEquals("a ClientHello of more than 64 KiB", reason(Hello.ofSize("api.example.com", ClientHello.MOST + 1)));
    }

    @Test
    void aLengthThatIsTooLargeIsRefusedBeforeItComes() {
        assertEquals("a ClientHello of more than 64 KiB", reason(new byte[] {22, 3, 1, 0, 4, 1, 1, 0, 0}));
    }

    @Test
    void aClientMaySayNothing() {
        assertEquals(ClientHello.NONE, hello(Hello.with()));
        byte[] old = Hello.concat(new byte[] {22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 1}, new byte[32], new byte[] {0, 0, 2, 0, 47, 1, 0});
        assertEquals(ClientHello.NONE, hello(old), "without extensions");
    }

    @ParameterizedTest
    @CsvSource({
        "API.Example.COM, api.example.com",
        "api.example.com., api.example.com",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "under_score.example, under_score.example"
    })
    void namesAreInLowerCaseAndWithoutADotAtTheirEnd(String sent, String read) {
        assertEquals(read, hello(Hello.with(Hello.serverName(sent))).serverName());
    }

    @Test
    void aNameOfAnUnknownKindIsPassedOver() {
        byte[] other = Hello.concat(new byte[] {7}, Hello.vector("x".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("a.example", hello(Hello.with(Hello.serverNames(other, Hello.hostName("a.example")))).serverName());
    }

    @Test
    void whatIsWrongIsSaid() {
        assertEquals("a server name that cannot be one", reason(Hello.with(Hello.serverName("a\0.example"))));
        assertEquals("a server name that cannot be one", reason(Hello.with(Hello.serverName("b\u00fccher.example"))));
        assertEquals("a server name that cannot be one", reason(Hello.with(Hello.serverName("."))));
        assertEquals("a server name that cannot be one", reason(Hello.with(Hello.serverName("a".repeat(256)))));
        assertEquals("two server names", reason(Hello.with(Hello.serverNames(Hello.hostName("a"), Hello.hostName("b")))));
        assertEquals("two lists of server names", reason(Hello.with(Hello.serverName("a"), Hello.serverName("b"))));
        assertEquals("an empty list of server names", reason(Hello.with(Hello.serverNames())));
        assertEquals("two lists of protocols", reason(Hello.with(Hello.protocols("h2"), Hello.protocols("h2"))));
        assertEquals("an empty list of protocols", reason(Hello.with(Hello.protocols())));
        assertEquals("a protocol without a name", reason(Hello.with(Hello.protocols("h2", ""))));
        assertEquals("an extension that is cut off", reason(Hello.with(new byte[] {0})));
        assertEquals("a length that leads out of the ClientHello", reason(Hello.with(new byte[] {0, 9, 0, 9})));
        assertEquals("an extension that is longer than what is in it",
                reason(Hello.with(Hello.extension(16, new byte[] {0, 2, 1, 97, 0}))));
        assertEquals("a record of 0 bytes", reason(new byte[] {22, 3, 1, 0, 0}));
        assertEquals("a record of 16385 bytes", reason(new byte[] {22, 3, 1, 64, 1}));
        assertEquals("a record of an unknown version", reason(new byte[] {22, 2}));
        assertEquals("a handshake that begins with a message of type 2", reason(new byte[] {22, 3, 3, 0, 1, 2}));
        assertEquals("a ClientHello that is too short", reason(new byte[] {22, 3, 3, 0, 5, 1, 0, 0, 1, 3}));
        assertEquals("more than a ClientHello in its last record", reason(new byte[] {22, 3, 3, 0, 5, 1, 0, 0, 0, 3}));
        assertEquals("a ClientHello that another kind of record interrupts", reason(new byte[] {22, 3, 3, 0, 1, 1, 23}));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET / HTTP/1.1          | HTTP without TLS
            PRI * HTTP/2.0          | HTTP without TLS
            G                       | HTTP without TLS
            SSH-2.0-OpenSSH         | SSH
            PROXY TCP4 1.2.3.4      | a PROXY header
            hello                   | something that is not TLS
            """)
    void whatIsNotTlsIsToldApartByItsFirstBytes(String sent, String expected) {
        byte[] bytes = sent.getBytes(StandardCharsets.US_ASCII);
        assertEquals(new Parsed.Invalid<ClientHello>(expected, false), read(bytes));
    }

    @Test
    void sslTwoIsNotTls() {
        assertEquals("SSL 2", reason(new byte[] {(byte) 0x80, 0x2e, 1, 3, 1, 0, 0x15}));
        assertEquals("a PROXY header", reason("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII)));
    }

    /** Whatever comes, there is an answer, and the same one however it was cut. */
    @Test
    void damagedHellosNeverBreakIt() throws IOException, URISyntaxException {
        var random = new Random(SEED);
        List<byte[]> hellos = Stream.concat(corpus().map(ClientHelloTest::bytes), Stream.of(
                Hello.ofJava("api.example.com", "h2"),
                Hello.inRecords(Hello.messageOf(Hello.ofJava("api.example.com", "h2")), 7))).toList();
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = damaged(hellos.get(random.nextInt(hellos.size())).clone(), random);
            Parsed<ClientHello> whole = read(damaged);
            int length = random.nextInt(damaged.length + 1);
            Parsed<ClientHello> part = read(Arrays.copyOf(damaged, length));
            if (!(part instanceof Parsed.Incomplete)) {
                assertEquals(whole.getClass(), part.getClass(), () -> "seed " + SEED + ", the first " + length + " bytes");
            }
        }
    }

    private static byte[] damaged(byte[] hello, Random random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(hello, random.nextInt(hello.length + 1)) : hello;
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 120));
            bytes[at] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
