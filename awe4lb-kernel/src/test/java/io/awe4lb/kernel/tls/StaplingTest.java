package io.awe4lb.kernel.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.tls.Stapling.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaplingTest {

    private static final String PLACE = "http://ocsp.example/ask";

    @TempDir
    static Path directory;

    private static TestAuthority authority;
    private static TestCertificate delegate;
    private static List<X509Certificate> chain;
    private static X509Certificate other;

    private PlayedResponder responder;
    private Instant now;
    private final Staples staples = new Staples();

    @BeforeAll
    static void make() throws Exception {
        authority = TestAuthority.make(directory, "root");
        delegate = authority.gives("delegate", "extendedKeyUsage=OCSPSigning");
        X509Certificate root = Pem.certificates(authority.own().certText()).getFirst();
        chain = List.of(
                Pem.certificates(
                        authority.gives("site", "authorityInfoAccess=caIssuers;URI:http://ca.example/,OCSP;URI:" + PLACE).certText())
                        .getFirst(),
                root);
        other = Pem.certificates(authority.gives("must", "tlsfeature=status_request").certText()).getFirst();
    }

    @BeforeEach
    void begin() throws Exception {
        responder = PlayedResponder.of(authority, authority.own());
        responder.knows(chain.getFirst());
        now = Instant.now();
    }

    private Stapling stapling(Stapling.Responder asked) {
        return new Stapling(staples, asked, () -> now);
    }

    private Optional<byte[]> shown() {
        return staples.find(chain.getFirst(), now);
    }

    private String failure(Stapling.Responder asked) {
        return assertInstanceOf(Outcome.Failed.class, stapling(asked).ask(chain)).why();
    }

    @Test
    void whatTheAuthoritySaysIsShownAndAskedForAgainWhenHalfOfItsTimeIsOver() throws Exception {
        Stapling stapling = stapling(responder);

        Instant until = assertInstanceOf(Outcome.Answered.class, stapling.ask(chain)).until();

        assertEquals(List.of(URI.create(PLACE)), responder.questions());
        assertEquals(Duration.ofDays(2).toMinutes(), Duration.between(now, until.plusSeconds(30)).toMinutes());
        byte[] first = shown().orElseThrow();
        assertArrayEquals(first, shown().orElseThrow());
        now = until.minus(Duration.ofDays(1)).minusSeconds(1);
        assertInstanceOf(Outcome.NotDue.class, stapling.ask(chain));
        assertEquals(1, responder.questions().size());
        assertTrue(staples.find(chain.getFirst(), until.minusSeconds(1)).isPresent());
        assertEquals(Optional.empty(), staples.find(chain.getFirst(), until), "it does not hold any more");
    }

    @Test
    void aDelegateOfTheAuthorityMayAnswer() throws Exception {
        PlayedResponder delegated = PlayedResponder.of(authority, delegate);
        delegated.knows(chain.getFirst());

        assertInstanceOf(Outcome.Answered.class, stapling(delegated).ask(chain));
    }

    @Test
    void anAnswerThatDoesNotHoldIsNotShown() throws Exception {
        TestAuthority stranger = TestAuthority.make(directory, "stranger");
        PlayedResponder lying = PlayedResponder.of(authority, stranger.own());
        lying.knows(chain.getFirst());
        assertTrue(failure(lying).startsWith(PLACE + ": the answer is not trusted: "));
        responder.revokes(chain.getFirst());
        assertEquals(PLACE + ": the certificate is revoked: replace it", failure(responder));
        responder.knows(other);
        assertTrue(failure(responder).startsWith(PLACE + ": the answer is not trusted: "), "it does not know it");
        assertTrue(failure((_, _) -> "<html>".getBytes(StandardCharsets.US_ASCII)).startsWith(PLACE + ": "), "no answer");
        assertEquals(PLACE + ": the responder refuses: it has no time now", failure((_, _) -> new byte[] {0x30, 3, 0x0a, 1, 3}));
        assertEquals(Optional.empty(), shown());
    }

    @Test
    void anAnswerOfAnotherTimeIsNotShown() {
        now = now.plus(Duration.ofDays(3));
        assertTrue(failure(responder).startsWith(PLACE + ": the answer is not trusted: "));
    }

    @Test
    void whoDoesNotAnswerIsAskedEverMoreSeldomAndTheLastAnswerStaysAsLongAsItHolds() throws Exception {
        boolean[] isSilent = {false};
        Stapling stapling = stapling((place, question) -> {
            if (isSilent[0]) {
                throw new IOException("connection refused");
            }
            return responder.answer(place, question);
        });
        Instant until = assertInstanceOf(Outcome.Answered.class, stapling.ask(chain)).until();
        isSilent[0] = true;
        now = until.minus(Duration.ofDays(1)).plusSeconds(1);
        Duration pause = Duration.ofMinutes(1);
        for (int i = 0; i < 9; i++) {
            assertEquals(new Outcome.Failed(PLACE + ": connection refused"), stapling.ask(chain));
            now = now.plus(pause).minusSeconds(1);
            assertInstanceOf(Outcome.NotDue.class, stapling.ask(chain));
            now = now.plusSeconds(1);
            pause = i < 6 ? pause.multipliedBy(2) : pause;
        }
        assertTrue(shown().isPresent());
        now = until;
        assertEquals(Optional.empty(), shown());
    }

    @Test
    void whatNobodyServesAnyMoreIsForgotten() {
        Stapling stapling = stapling(responder);
        stapling.ask(chain);

        stapling.retain(List.of(other));

        assertEquals(Optional.empty(), shown());
        assertInstanceOf(Outcome.Answered.class, stapling.ask(chain));
    }

    @Test
    void whatSomebodyHasToLookAfterIsSaid() {
        assertEquals(Optional.empty(), OcspPlace.oddity(chain, true));
        assertEquals(Optional.empty(), OcspPlace.oddity(chain, false));
        assertTrue(
                OcspPlace.oddity(chain.subList(0, 1), true).orElseThrow().contains("which has signed the first one, is not in the file"));
        assertTrue(OcspPlace.oddity(List.of(other), true).orElseThrow().contains("does not say where its authority can be asked"));
        assertTrue(OcspPlace.oddity(List.of(other), false).orElseThrow().contains("must-staple"));
    }
}
