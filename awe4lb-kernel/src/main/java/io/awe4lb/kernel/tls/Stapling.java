package io.awe4lb.kernel.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks authorities what they say of certificates, when half of the time is over for which the last answer holds. What fails is tried again,
 * and the last answer is shown as long as it holds. One thread; blocks.
 */
public final class Stapling {

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;
    /** Between two questions, however short answers hold. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private static final int TIMEOUT = (int) Duration.ofSeconds(10).toMillis();
    private static final int LARGEST = 64 * 1024;

    private final Staples staples;
    private final Responder responder;
    private final InstantSource clock;
    private final Map<X509Certificate, Turn> turns = new HashMap<>();

    private record Turn(Instant next, int failures) {}

    /** Where questions go. */
    interface Responder {

        /** @throws IOException with a sentence, if there is no answer */
        byte[] answer(URI place, byte[] question) throws IOException;
    }

    /** What became of a question. */
    public sealed interface Outcome {

        /** It is not asked now. */
        record NotDue() implements Outcome {}

        /**
         * There is an answer for clients.
         *
         * @param until when it holds
         */
        record Answered(Instant until) implements Outcome {}

        /**
         * There is none.
         *
         * @param why in a sentence
         */
        record Failed(String why) implements Outcome {}
    }

    /**
     * Asks by HTTP.
     *
     * @param staples where answers go
     * @param clock says what is due
     */
    public Stapling(Staples staples, InstantSource clock) {
        this(staples, Stapling::post, clock);
    }

    Stapling(Staples staples, Responder responder, InstantSource clock) {
        this.staples = staples;
        this.responder = responder;
        this.clock = clock;
    }

    /**
     * Asks for one certificate, if it is due.
     *
     * @param chain of {@link Termination#stapled()}
     * @return what became of it
     */
    public Outcome ask(List<X509Certificate> chain) {
        X509Certificate own = chain.getFirst();
        Turn last = turns.getOrDefault(own, new Turn(Instant.EPOCH, 0));
        if (clock.instant().isBefore(last.next())) {
            return new Outcome.NotDue();
        }
        URI place = OcspPlace.of(own).orElseThrow();
        try {
            byte[] der = responder.answer(place, OcspAnswer.question(own, chain.get(1)));
            staples.put(own, OcspAnswer.of(der, own, chain.get(1), clock.instant()));
            Instant soonest = clock.instant().plus(SHORTEST);
            Instant half = staples.half(own);
            turns.put(own, new Turn(half.isAfter(soonest) ? half : soonest, 0));
            return new Outcome.Answered(staples.until(own));
        } catch (IOException | GeneralSecurityException failure) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(last.failures(), MOST_DOUBLINGS));
            turns.put(own, new Turn(clock.instant().plus(pause), last.failures() + 1));
            return new Outcome.Failed("%s: %s".formatted(place, failure.getMessage()));
        }
    }

    /**
     * Forgets certificates that nobody serves any more.
     *
     * @param served all of them
     */
    public void retain(List<X509Certificate> served) {
        turns.keySet().retainAll(served);
        staples.retain(served);
    }

    /** RFC 6960, appendix A.1. */
    private static byte[] post(URI place, byte[] question) throws IOException {
        var connection = (HttpURLConnection) place.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT);
        connection.setReadTimeout(TIMEOUT);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/ocsp-request");
        try {
            try (OutputStream to = connection.getOutputStream()) {
                to.write(question);
            }
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("the responder answers with the status " + connection.getResponseCode());
            }
            try (InputStream from = connection.getInputStream()) {
                return from.readNBytes(LARGEST);
            }
        } finally {
            connection.disconnect();
        }
    }
}
