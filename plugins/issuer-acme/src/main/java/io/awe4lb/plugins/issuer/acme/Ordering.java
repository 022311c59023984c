package io.awe4lb.plugins.issuer.acme;

import io.awe4lb.spi.CertificateOrder;
import io.awe4lb.spi.IssuingException;
import io.awe4lb.spi.TlsSettings.Identity;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * One order at an authority, from its challenges to the certificate (RFC 8555, section 7.1.6).
 *
 * @param order of the authority
 * @param wanted of the kernel, which tells the authority the answers
 * @param kind of challenges that are answered
 */
record Ordering(Order order, CertificateOrder wanted, ChallengeKind kind) {

    private static final Set<Status> JUDGED = Set.of(Status.VALID, Status.INVALID, Status.DEACTIVATED, Status.EXPIRED, Status.REVOKED);
    private static final Set<Status> READY = Set.of(Status.READY, Status.VALID, Status.INVALID);
    private static final Set<Status> DONE = Set.of(Status.VALID, Status.INVALID);

    /** @param keys that the certificate is for */
    Identity identity(KeyPair keys) throws AcmeException, IssuingException, InterruptedException {
        prove();
        Waiting.until(READY, order);
        requireGoing();
        if (order.getStatus() == Status.READY) {
            order.execute(keys);
            Waiting.until(DONE, order);
            requireGoing();
        }
        return new Identity(order.getCertificate().getCertificateChain(), keys.getPrivate());
    }

    private void requireGoing() throws IssuingException {
        if (order.getStatus() == Status.INVALID) {
            throw new IssuingException("the authority has dropped the order" + order.getError().map(Ordering::because).orElse(""));
        }
    }

    /** All at once: an authority that takes its time takes it for all together. */
    private void prove() throws AcmeException, IssuingException, InterruptedException {
        List<Authorization> unproven = new ArrayList<>();
        for (Authorization authorization : order.getAuthorizations()) {
            if (authorization.getStatus() == Status.PENDING) {
                answer(authorization);
                unproven.add(authorization);
            }
        }
        for (Authorization authorization : unproven) {
            Waiting.until(JUDGED, authorization);
            if (authorization.getStatus() != Status.VALID) {
                throw unproven(authorization);
            }
        }
    }

    private void answer(Authorization authorization) throws AcmeException, IssuingException {
        switch (kind) {
            case HTTP_01 -> {
                Http01Challenge challenge = find(authorization, Http01Challenge.class);
                wanted.answerHttp(challenge.getToken(), challenge.getAuthorization());
                challenge.trigger();
            }
            case TLS_ALPN_01 -> {
                TlsAlpn01Challenge challenge = find(authorization, TlsAlpn01Challenge.class);
                KeyPair keys = Keys.make(KeyKind.RSA); // what the client signs such certificates with
                wanted.answerTls(authorization.getIdentifier().getDomain(),
                        new Identity(List.of(challenge.createCertificate(keys, authorization.getIdentifier())), keys.getPrivate()));
                challenge.trigger();
            }
        }
    }

    private <T extends Challenge> T find(Authorization authorization, Class<T> type) throws IssuingException {
        Optional<T> challenge = authorization.findChallenge(type);
        if (challenge.isEmpty()) {
            throw new IssuingException("the authority does not offer the challenge %s for %s (it offers %s): write another 'challenge'"
                    .formatted(kind.type(), authorization.getIdentifier().getDomain(),
                            authorization.getChallenges().stream().map(Challenge::getType).collect(Collectors.joining(", "))));
        }
        return challenge.get();
    }

    private IssuingException unproven(Authorization authorization) {
        Optional<Problem> why = authorization.getChallenges().stream().flatMap(challenge -> challenge.getError().stream()).findFirst();
        return new IssuingException("the authority has not found that %s is yours%s; it %s".formatted(
                authorization.getIdentifier().getDomain(), why.map(Ordering::because).orElse(""), kind.needs()));
    }

    private static String because(Problem problem) {
        return ": " + problem.getDetail().or(problem::getTitle).orElseGet(problem::toString);
    }
}
