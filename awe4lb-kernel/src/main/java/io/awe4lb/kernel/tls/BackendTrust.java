package io.awe4lb.kernel.tls;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;

/**
 * Whether somebody is the backend that he seems to be: by dates, by who has signed, and by name, in this order. The same for every engine.
 * Any thread; takes a while.
 */
final class BackendTrust extends TrustInBackends {

    private final Authorities authorities;
    private final Optional<String> name;
    private final InstantSource clock;

    /** @param name that a certificate has to have; empty: there is none, so nobody is trusted */
    BackendTrust(Authorities authorities, Optional<String> name, InstantSource clock) {
        this.authorities = authorities;
        this.name = name;
        this.clock = clock;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        requireValidNow(chain[0]);
        authorities.judge(chain, authType);
        requireName(chain[0]);
    }

    /** Java does not look at the dates of one that is itself among the authorities. */
    private void requireValidNow(X509Certificate certificate) throws Distrust {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException expired) {
            throw new Distrust("its certificate was valid until %s: renew it".formatted(certificate.getNotAfter().toInstant()), expired);
        } catch (CertificateNotYetValidException early) {
            throw new Distrust("its certificate is valid from %s only: set the clocks, or wait".formatted(
                    certificate.getNotBefore().toInstant()), early);
        }
    }

    private void requireName(X509Certificate certificate) throws CertificateException {
        if (name.isEmpty()) {
            throw new Distrust(
                    "its certificate cannot be compared with a name, because a Unix socket has none: set 'name' in the pool's tls");
        }
        CertificateNames names = names(certificate);
        if (!names.standFor(name.get())) {
            throw new Distrust("its certificate is not for %s but for %s: set 'sni' or 'name' in the pool's tls to one of these".formatted(
                    name.get(), names.words()));
        }
    }

    private static CertificateNames names(X509Certificate certificate) throws Distrust {
        try {
            return CertificateNames.of(certificate);
        } catch (IllegalArgumentException broken) {
            throw new Distrust("its certificate is broken (%s): have it made anew".formatted(broken.getMessage()), broken);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.trust().getAcceptedIssuers();
    }
}
