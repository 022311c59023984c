package io.awe4lb.kernel.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Client;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

    private static final Client SOURCE = Client.of(0, 0xFFFF_0102_0304L, 1);
    private static final Client DESTINATION = Client.of(0, 0xFFFF_0506_0708L, 2);

    private static Parsed<ProxyHeader> read(byte[] bytes) {
        return ProxyHeader.read(ByteBuffer.wrap(bytes), true, true);
    }

    /** One line of {@code proxy-headers.txt}. */
    record Known(byte[] bytes, String expected, String what) {

        private static Known of(String line) {
            String[] parts = line.split(" \\| ", -1);
            byte[] bytes = parts[0].equals("h") ? HexFormat.of().parseHex(parts[1].replace(" ", "")) : unescaped(parts[1]);
            return new Known(bytes, parts[2], parts[3]);
        }

        private static byte[] unescaped(String text) {
            var plain = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char letter = text.charAt(i);
                if (letter != '\\') {
                    plain.append(letter);
                    continue;
                }
                char kind = text.charAt(++i);
                switch (kind) {
                    case 'r' -> plain.append('\r');
                    case 'n' -> plain.append('\n');
                    case '0' -> plain.append('\0');
                    case 'x' -> {
                        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                        i += 2;
                    }
                    default -> throw new AssertionError("no such escape: " + kind);
                }
            }
            return plain.toString().getBytes(ISO_8859_1);
        }

        static List<Known> all() throws IOException {
            try (var file = Objects.requireNonNull(ProxyHeaderTest.class.getResourceAsStream("proxy-headers.txt"))) {
                return new String(file.readAllBytes(), UTF_8).lines().filter(line -> !line.startsWith("#")).map(Known::of).toList();
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> knownHeadersAreReadAsTheyAreMeant() throws IOException {
        return Known.all().stream().map(known -> DynamicTest.dynamicTest(known.what(), () -> {
            assertEquals(known.expected(), text(read(known.bytes())));
            everyPartIsIncompleteOrSaysTheSame(known.bytes());
        }));
    }

    /** What is needed is never more than what there will be, so whoever waits for it does not wait in vain. */
    private static void everyPartIsIncompleteOrSaysTheSame(byte[] bytes) {
        Parsed<ProxyHeader> whole = read(bytes);
        for (int length = 1; length < bytes.length; length++) {
            Parsed<ProxyHeader> part = read(Arrays.copyOf(bytes, length));
            if (part instanceof Parsed.Incomplete<ProxyHeader>(var needed)) {
                assertTrue(needed > length && (needed <= bytes.length || whole instanceof Parsed.Incomplete), needed + " after " + length);
            } else {
                assertEquals(said(whole), said(part), "the first " + length + " bytes");
            }
        }
    }

    /** With what can be compared in the place of what cannot. */
    static Object said(Parsed<ProxyHeader> parsed) {
        return parsed instanceof Parsed.Complete<ProxyHeader>(var header, var length) ? said(header, length) : parsed;
    }

    static Object said(ProxyHeader header, int length) {
        return List.of(String.valueOf(header.source()), String.valueOf(header.destination()), header.details(), length);
    }

    private static String text(Parsed<ProxyHeader> parsed) {
        return switch (parsed) {
            case Parsed.Incomplete<ProxyHeader> _ -> "incomplete";
            case Parsed.Invalid<ProxyHeader>(var reason, _) -> "refused: " + reason;
            case Parsed.Complete<ProxyHeader>(_, var length) when length == 0 -> "no header";
            case Parsed.Complete<ProxyHeader>(var header, _) -> text(header);
        };
    }

    private static String text(ProxyHeader header) {
        String ends = header.source() == null ? "nobody" : header.source() + " > " + header.destination();
        ProxyDetails details = header.details();
        String told = Stream.of(named("authority ", details.authority()), named("protocol ", details.protocol()),
                named("id ", details.idText()), details.tls() == null ? "" : text(details.tls()))
                .filter(part -> !part.isEmpty()).reduce((one, other) -> one + ", " + other).map(all -> " " + all).orElse("");
        return ends + told;
    }

    private static String named(String name, String value) {
        return value.isEmpty() ? "" : name + value;
    }

    private static String text(ProxyTls tls) {
        return tls.version() + (tls.isVerified() ? " of '" + tls.commonName() + "'" : "") + " by " + tls.cipher() + ", certificate "
                + tls.key()
                + " signed " + tls.signature();
    }

    @Test
    void aClientOnAUnixSocketHasNoAddress() {
        byte[] header = new byte[16 + 216 + 3];
        ByteBuffer.wrap(header).put(ProxyV2.SIGNATURE).put((byte) 0x21).put((byte) 0x31).putShort((short) (216 + 3)).put(216, (byte) 'x')
                .put(232, (byte) 4);
        assertEquals(said(new ProxyHeader(Client.local(), Client.local(), ProxyDetails.NONE), header.length), said(read(header)));
    }

    @Test
    void aVersionThatIsNotTakenIsSaid() {
        var v1 = ByteBuffer.wrap("PROXY UNKNOWN\r\n".getBytes(ISO_8859_1));
        var v2 = ByteBuffer.wrap(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000"));
        assertEquals("refused: a PROXY header of version 1, where only version 2 is taken", text(ProxyHeader.read(v1, false, true)));
        assertEquals("refused: a PROXY header of version 2, where only version 1 is taken", text(ProxyHeader.read(v2, true, false)));
        assertEquals("nobody", text(ProxyHeader.read(v1, true, false)));
        assertEquals("nobody", text(ProxyHeader.read(v2, false, true)));
    }

    @Test
    void theBufferStaysAsItIsAndIsReadFromItsPosition() {
        byte[] header = "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n".getBytes(ISO_8859_1);
        ByteBuffer buffer = ByteBuffer.allocateDirect(header.length + 14).position(7).put(header).flip().position(7);
        ByteBuffer before = buffer.duplicate();
        assertEquals(said(new ProxyHeader(SOURCE, DESTINATION, ProxyDetails.NONE), header.length),
                said(ProxyHeader.read(buffer, true, true)));
        assertEquals(before, buffer);
        assertEquals(7, buffer.position());
    }

    @Test
    void sixteenKilobytesAreTakenAndNoByteMore() {
        byte[] largest = padded(ProxyHeader.MOST);
        assertEquals("1.2.3.4:1 > 5.6.7.8:2", text(read(largest)));
        assertEquals("refused: a PROXY header of 16385 bytes, of which 16384 are taken at most", text(read(padded(ProxyHeader.MOST + 1))));
    }

    private static byte[] padded(int size) {
        ByteBuffer header = ByteBuffer.allocate(size).put(ProxyV2.SIGNATURE).put((byte) 0x21).put((byte) 0x11)
                .putShort((short) (size - ProxyV2.HEAD)).putInt(0x01020304).putInt(0x05060708).putShort((short) 1).putShort((short) 2);
        header.put((byte) 4).putShort((short) (header.remaining() - 2));
        return header.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 128})
    void uniqueIdsOfUpTo128BytesAreTaken(int length) {
        String id = "i".repeat(length);
        assertEquals(id, assertInstanceOf(Parsed.Complete.class, read(withId(id))).value() instanceof ProxyHeader header
                ? header.details().uniqueId()
                : null);
    }

    @Test
    void aLongerUniqueIdIsRefused() {
        assertEquals("refused: a PROXY header with a unique id of more than 128 bytes", text(read(withId("i".repeat(129)))));
    }

    private static byte[] withId(String id) {
        return written(new ProxyHeader(SOURCE, DESTINATION, new ProxyDetails("", "", id, null)), false);
    }

    static byte[] written(ProxyHeader header, boolean isOfDatagrams) {
        ByteBuffer target = ByteBuffer.allocate(ProxyHeader.MOST);
        header.writeV2(target, isOfDatagrams);
        return Arrays.copyOf(target.array(), target.position());
    }

    @Test
    void clientsWithoutAnAddressAreWrittenWithoutOne() {
        var local = new ProxyHeader(Client.local(), DESTINATION, ProxyDetails.NONE);
        assertEquals("0d0a0d0a000d0a515549540a2100" + "0007" + "030004", HexFormat.of().formatHex(written(local, false)).substring(0, 38));
        assertEquals("nobody", text(read(written(local, false))));
        assertEquals("PROXY UNKNOWN\r\n", line(local));
    }

    @Test
    void whatIsOfUdpSaysSo() {
        assertEquals(0x12, written(new ProxyHeader(SOURCE, DESTINATION, ProxyDetails.NONE), true)[13]);
        assertEquals(0x11, written(new ProxyHeader(SOURCE, DESTINATION, ProxyDetails.NONE), false)[13]);
    }

    @Test
    void endsOfBothVersionsOfIpAreWrittenAsIpv6() {
        var mixed = new ProxyHeader(SOURCE, Client.of(0x20010DB8L << 32, 1, 443), ProxyDetails.NONE);
        assertEquals("PROXY TCP6 ::ffff:1.2.3.4 2001:db8::1 1 443\r\n", line(mixed));
        assertEquals("1.2.3.4:1 > [2001:db8::1]:443", text(read(written(mixed, false))));
    }

    static String line(ProxyHeader header) {
        ByteBuffer target = ByteBuffer.allocate(ProxyV1.MOST);
        header.writeV1(target);
        return new String(target.array(), 0, target.position(), ISO_8859_1);
    }
}
