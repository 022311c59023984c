package io.awe4lb.kernel.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeRequestTest {

    private static final String REQUEST = "GET /.well-known/acme-challenge/a-B_9 HTTP/1.1\r\nHost: site.example\r\n\r\n";

    private static Parsed<ChallengeRequest> read(String text) {
        return ChallengeRequest.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aRequestIsKnownByItsTokenWhateverFollows() {
        assertEquals(new Parsed.Complete<>(new ChallengeRequest("a-B_9"), REQUEST.length()), read(REQUEST + "more"));
    }

    @Test
    void aCutRequestIsAwaitedForNoMoreThanItMayNeed() {
        for (int length = 0; length < REQUEST.length(); length++) {
            var incomplete = assertInstanceOf(Parsed.Incomplete.class, read(REQUEST.substring(0, length)), REQUEST.substring(0, length));
            assertTrue(incomplete.needed() > length && incomplete.needed() <= REQUEST.length(), incomplete::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /.well-known/acme-challenge/a HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\n", "G\r\n", "\u0016\u0003\u0001",
        "GET /.well-known/acme-challenge/ HTTP/1.1\r\n\r\n", "GET /.well-known/acme-challenge/../x HTTP/1.1\r\n\r\n",
        "GET /.well-known/acme-challenge/a\r\n\r\n"})
    void whateverElseComesIsAnotherRequest(String text) {
        assertInstanceOf(Parsed.Invalid.class, read(text));
    }

    @Test
    void aRequestThatDoesNotEndIsNone() {
        assertInstanceOf(Parsed.Incomplete.class, read("GET /.well-known/acme-challenge/" + "a".repeat(ChallengeRequest.MOST - 100)));
        assertInstanceOf(Parsed.Invalid.class, read("GET /.well-known/acme-challenge/" + "a".repeat(ChallengeRequest.MOST)));
    }
}
