package io.awe4lb.plugins.health.tls;

import io.awe4lb.plugins.health.conversation.Conversation;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Shakes hands and looks at every certificate that the backend shows: the first one to end counts. */
final class TlsCheck implements HealthCheck {

    private final Tls tls;
    private final int daysWanted;
    private final InstantSource clock;

    /** @param daysWanted of the certificates; 0: their end does not matter */
    TlsCheck(Tls tls, int daysWanted, InstantSource clock) {
        this.tls = tls;
        this.daysWanted = daysWanted;
        this.clock = clock;
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        return Conversation.with(target, conversation -> judge(conversation.secure(tls)));
    }

    private CheckResult judge(SSLSession session) throws SSLPeerUnverifiedException {
        Instant end = Instant.MAX;
        for (Certificate certificate : session.getPeerCertificates()) {
            Instant its = certificate instanceof X509Certificate x509 ? x509.getNotAfter().toInstant() : Instant.MAX;
            end = its.isBefore(end) ? its : end;
        }
        long days = ChronoUnit.DAYS.between(clock.instant(), end);
        if (daysWanted > 0 && days < daysWanted) {
            String sentence = "its certificate ends at %s, in %d days, and %d are wanted: renew it";
            return new CheckResult.Failed("certificate_ends", sentence.formatted(end, days, daysWanted));
        }
        return new CheckResult.Passed("%s, its certificate is valid for %d days".formatted(session.getProtocol(), days));
    }
}
