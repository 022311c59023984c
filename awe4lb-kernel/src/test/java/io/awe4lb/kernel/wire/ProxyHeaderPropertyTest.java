package io.awe4lb.kernel.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Client;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds of every PROXY header: what is written is read, in whatever pieces it comes, and what is damaged breaks nothing. */
class ProxyHeaderPropertyTest {

    private static final long SEED = 20_261_127;
    private static final int ROUNDS = 200;
    private static final int DAMAGED = 6_000;
    private static final String REST = "what follows";

    private final Random random = new Random(SEED);

    private static Parsed<ProxyHeader> read(byte[] bytes) {
        return ProxyHeader.read(ByteBuffer.wrap(bytes), true, true);
    }

    @Test
    void whatIsWrittenInVersion2IsRead() {
        for (int round = 0; round < ROUNDS; round++) {
            ProxyHeader header = header();
            byte[] written = ProxyHeaderTest.written(header, random.nextBoolean());
            assertEquals(ProxyHeaderTest.said(header, written.length), ProxyHeaderTest.said(read(followed(written))), () -> "seed " + SEED);
            isNotThereBeforeItsEnd(written);
        }
    }

    @Test
    void whatIsWrittenInVersion1IsReadButForDetails() {
        for (int round = 0; round < ROUNDS; round++) {
            ProxyHeader header = header();
            String line = ProxyHeaderTest.line(header);
            assertTrue(line.length() <= ProxyV1.MOST, line);
            byte[] written = line.getBytes(ISO_8859_1);
            var expected = new ProxyHeader(header.source(), header.destination(), ProxyDetails.NONE);
            assertEquals(ProxyHeaderTest.said(expected, written.length), ProxyHeaderTest.said(read(followed(written))),
                    () -> "seed " + SEED + ": " + line);
            isNotThereBeforeItsEnd(written);
        }
    }

    private static byte[] followed(byte[] header) {
        byte[] both = Arrays.copyOf(header, header.length + REST.length());
        System.arraycopy(REST.getBytes(ISO_8859_1), 0, both, header.length, REST.length());
        return both;
    }

    /** At every point where it may be cut. */
    private static void isNotThereBeforeItsEnd(byte[] header) {
        for (int length = 1; length < header.length; length++) {
            int needed = assertInstanceOf(Parsed.Incomplete.class, read(Arrays.copyOf(header, length))).needed();
            assertTrue(needed > length && needed <= header.length, needed + " needed after " + length);
        }
    }

    /** A single byte that is another one is always found out, or changes nothing that counts. */
    @Test
    void theChecksumFindsEveryByteThatHasChanged() {
        for (int round = 0; round < ROUNDS / 10; round++) {
            byte[] written = ProxyHeaderTest.written(header(), false);
            for (int at = ProxyV2.HEAD; at < written.length; at++) {
                byte[] damaged = written.clone();
                damaged[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                assertTrue(isCaught(damaged, at), "seed " + SEED + ", byte " + at);
            }
        }
    }

    /** The pair that holds the checksum may itself become another one: then nobody looks. */
    private static boolean isCaught(byte[] damaged, int at) {
        return read(damaged) instanceof Parsed.Invalid || at == damaged.length - Integer.BYTES - Tlv.HEAD;
    }

    /** Whatever comes, there is an answer, and the same one however it was cut. */
    @Test
    void damagedHeadersNeverBreakIt() throws IOException {
        List<byte[]> seeds = Stream.concat(ProxyHeaderTest.Known.all().stream().map(ProxyHeaderTest.Known::bytes),
                IntStream.range(0, 50).mapToObj(_ -> ProxyHeaderTest.written(header(), false))).toList();
        for (int round = 0; round < DAMAGED; round++) {
            byte[] damaged = damaged(seeds.get(random.nextInt(seeds.size())));
            Parsed<ProxyHeader> whole = read(damaged);
            int length = 1 + random.nextInt(damaged.length);
            Parsed<ProxyHeader> part = read(Arrays.copyOf(damaged, length));
            assertEquals(ofDatagram(damaged), ProxyHeaderTest.said(ProxyHeader.ofDatagram(ByteBuffer.wrap(damaged))), () -> "seed " + SEED);
            if (part instanceof Parsed.Incomplete<ProxyHeader>(var needed)) {
                assertTrue(needed > length && needed <= ProxyHeader.MOST, () -> "seed " + SEED + ", " + needed + " needed after " + length);
            } else {
                assertEquals(ProxyHeaderTest.said(whole), ProxyHeaderTest.said(part),
                        () -> "seed " + SEED + ", the first " + length + " bytes");
            }
        }
    }

    /** A datagram is there as a whole: what waits for more as the begin of a stream is wrong here, or none. */
    private static Object ofDatagram(byte[] bytes) {
        boolean isMeant = Arrays.mismatch(bytes, ProxyV2.SIGNATURE) >= ProxyV2.SIGNATURE.length || Arrays.equals(bytes, ProxyV2.SIGNATURE);
        return !isMeant ? ProxyHeaderTest.said(ProxyHeader.NONE, 0) : switch (ProxyHeader.read(ByteBuffer.wrap(bytes), false, true)) {
            case Parsed.Incomplete<ProxyHeader>(var needed) -> new Parsed.Invalid<>(
                    "a PROXY header of " + needed + " bytes or more in a datagram of " + bytes.length, false);
            case Parsed<ProxyHeader> whole -> ProxyHeaderTest.said(whole);
        };
    }

    private byte[] damaged(byte[] header) {
        byte[] bytes = Arrays.copyOf(header, random.nextInt(4) == 0 ? 1 + random.nextInt(header.length) : header.length);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 20));
            bytes[at] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private ProxyHeader header() {
        boolean isIpv4 = random.nextBoolean();
        ProxyDetails details = new ProxyDetails(maybe(letters(255)), maybe(letters(20)), maybe(bytes(ProxyDetails.LONGEST_ID)), tls());
        return new ProxyHeader(end(isIpv4), end(isIpv4), details);
    }

    private Client end(boolean isIpv4) {
        int port = random.nextInt(0x1_0000);
        // not what IPv6 has for addresses of IPv4
        return isIpv4 ? Client.of(0, 0xFFFF_0000_0000L | random.nextInt() & 0xFFFF_FFFFL, port)
                : Client.of(random.nextLong() | 1, random.nextBoolean() ? 0 : random.nextLong(), port);
    }

    private @Nullable ProxyTls tls() {
        return random.nextBoolean() ? null
                : new ProxyTls(random.nextInt(8), random.nextInt(), maybe(letters(10)),
                        maybe(letters(30) + " \u00fc\u4e2d"), maybe(letters(40)), maybe(letters(10)), maybe(letters(10)));
    }

    private String maybe(String text) {
        return random.nextInt(3) == 0 ? "" : text;
    }

    private String letters(int most) {
        return random.ints(1L + random.nextInt(most), 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** A character a byte. */
    private String bytes(int most) {
        return random.ints(1L + random.nextInt(most), 0, 256).mapToObj(Character::toString).collect(Collectors.joining());
    }
}
