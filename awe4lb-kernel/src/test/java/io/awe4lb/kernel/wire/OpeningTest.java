package io.awe4lb.kernel.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which protocol a client speaks, by as few bytes as tell. */
class OpeningTest {

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private static ByteBuffer hex(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static String read(ByteBuffer bytes) {
        int before = bytes.position();
        Parsed<Opening> read = Opening.read(bytes);
        assertEquals(before, bytes.position());
        return switch (read) {
            case Parsed.Complete<Opening>(var opening, _) -> opening.name();
            case Parsed.Incomplete<Opening> _ -> "MORE";
            case Parsed.Invalid<Opening> _ -> "NO";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1', HTTP", "'G', MORE", "'GET', MORE", "'GET ', HTTP", "'OPTIONS * HTTP/1.1', HTTP", "'M-SEARCH * ', HTTP",
        "'PRI * HTTP/2.0', HTTP", "'get / ', NO", "' GET', NO", "'G E', NO", "'ABCDEFGHIJKLMNOPQRSTUVWXYZ', NO",
        "'SSH-2.0-OpenSSH_9.2', SSH", "'SSH', MORE", "'SSH-', SSH", "'SSH/1', NO", "'EHLO example.com', HTTP", "'220 mail', NO",
        "'hello', NO"})
    void textTells(String opening, String expected) {
        assertEquals(expected, read(text(opening)));
    }

    @ParameterizedTest
    @CsvSource({
        "16, MORE", "1603, TLS", "16030100c8, TLS", "1602, NO", "1503, NO",
        "00, MORE", "0000, MORE", "0001, NO", "00000008, MORE", "0000000804d2162f, POSTGRES", "0000000804d21630, POSTGRES",
        "0000000904d2162f, NO", "0000001004d2162e00000001000000ff, POSTGRES", "0000002900030000, POSTGRES", "0000002900030002, POSTGRES",
        "0000002900020000, NO", "0000000800030000, NO", "0000ffff00030000, NO"})
    void bytesTell(String opening, String expected) {
        assertEquals(expected, read(hex(opening)));
    }

    /** Another byte may only decide what was open. */
    @Test
    void whatIsDecidedStaysSo() {
        var random = new Random(11);
        String[] seeds =
                {"GET / HTTP/1.1\r\n", "SSH-2.0-x\r\n", "\u0016\u0003\u0001\u0000\u00c8", "\u0000\u0000\u0000\u0008\u0004\u00d2\u0016/"};
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = seeds[random.nextInt(seeds.length)].getBytes(ISO_8859_1);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            String last = "MORE";
            for (int length = 1; length <= bytes.length; length++) {
                String now = read(ByteBuffer.wrap(bytes, 0, length));
                assertTrue(last.equals("MORE") || last.equals(now), "round " + round + ": " + last + " became " + now);
                last = now;
            }
        }
    }

    private static String host(String request) {
        return assertInstanceOf(Parsed.Complete.class, HttpRequest.read(text(request)), request).value() instanceof HttpRequest(var host)
                ? host
                : "";
    }

    @Test
    void theHostOfARequestIsThatOfItsHeaderOrItsTarget() {
        assertEquals("shop.example.com", host("GET / HTTP/1.1\r\nAccept: */*\r\nhOsT: Shop.Example.COM.:8080 \r\n\r\nbody"));
        assertEquals("shop.example.com", host("GET / HTTP/1.0\nHost:shop.example.com\n\n"));
        assertEquals("real.example", host("GET http://real.example:81/a?b HTTP/1.1\r\nHost: other.example\r\n\r\n"));
        assertEquals("real.example", host("GET HTTP://user@real.example HTTP/1.1\r\n\r\n"));
        assertEquals("[::1]", host("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"));
        assertEquals("", host("GET / HTTP/1.0\r\n\r\n"));
        assertEquals("", host("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /\r\n\r\n", "GET / FTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n"})
    void whatIsNoRequestHasNoHost(String request) {
        assertInstanceOf(Parsed.Invalid.class, HttpRequest.read(text(request)));
    }

    @Test
    void aRequestMayComeInPiecesAndMayNotBeLargerThanIsRead() {
        String request = "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
        for (int length = 1; length < request.length(); length++) {
            Parsed<HttpRequest> read = HttpRequest.read(text(request.substring(0, length)));
            assertEquals(length + 1, assertInstanceOf(Parsed.Incomplete.class, read).needed());
        }
        String large = "GET / HTTP/1.1\r\nCookie: " + "x".repeat(HttpRequest.MOST) + "\r\n\r\n";
        assertInstanceOf(Parsed.Invalid.class, HttpRequest.read(text(large)));
        assertInstanceOf(Parsed.Incomplete.class, HttpRequest.read(text(large.substring(0, HttpRequest.MOST - 1))));
    }

    @Test
    void nothingThatComesInstructsTheReaderToFail() {
        var random = new Random(12);
        byte[] seed = "GET http://a@[::1]:80/ HTTP/1.1\r\nHost: [a:b]:1\r\n\r\n".getBytes(ISO_8859_1);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = seed.clone();
            for (int change = random.nextInt(6); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) " :/@[]\r\n.aHG\u0000\u00ff".charAt(random.nextInt(14));
            }
            HttpRequest.read(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)));
        }
    }

    @Test
    void aWishOfPostgresIsTold() {
        assertTrue(PostgresStart.isTlsWish(hex("0000000804d2162f")));
        assertTrue(PostgresStart.isGssWish(hex("0000000804d21630")));
        assertTrue(!PostgresStart.isTlsWish(hex("0000002900030000")) && !PostgresStart.isGssWish(hex("0000002900030000")));
    }
}
