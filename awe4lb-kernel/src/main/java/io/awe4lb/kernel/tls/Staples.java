package io.awe4lb.kernel.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What authorities have said of certificates last, for clients. Any thread; one writes. */
public final class Staples {

    /** How long an answer is shown whose authority does not say until when it holds. */
    private static final Duration WITHOUT_END = Duration.ofHours(1);

    private final Map<X509Certificate, OcspAnswer> answers = new ConcurrentHashMap<>();

    /** Nothing was said. */
    public Staples() {}

    /** The bytes are the same as long as the answer is. */
    Optional<byte[]> find(X509Certificate certificate, Instant now) {
        return Optional.ofNullable(answers.get(certificate)).filter(answer -> now.isBefore(until(certificate))).map(OcspAnswer::der);
    }

    Instant until(X509Certificate certificate) {
        OcspAnswer answer = answers.get(certificate);
        if (answer == null) {
            return Instant.EPOCH;
        }
        return answer.until().isAfter(answer.since()) ? answer.until() : answer.since().plus(WITHOUT_END);
    }

    /** Half of the time for which the last answer holds is over then. */
    Instant half(X509Certificate certificate) {
        OcspAnswer answer = answers.get(certificate);
        return answer == null ? Instant.EPOCH : answer.since().plus(Duration.between(answer.since(), until(certificate)).dividedBy(2));
    }

    void put(X509Certificate certificate, OcspAnswer answer) {
        answers.put(certificate, answer);
    }

    void remove(X509Certificate certificate) {
        answers.remove(certificate);
    }

    /** Forgets those that nobody serves any more. */
    void retain(Collection<X509Certificate> served) {
        answers.keySet().retainAll(served);
    }
}
