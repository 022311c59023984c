package io.awe4lb.spi;

import io.awe4lb.spi.TlsSettings.Identity;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How to speak TLS with one backend. Immutable.
 *
 * @param trust asked about the backend's certificate in each handshake that does not resume a session; it looks at the name, too, so the
 *     engine checks nothing more. Takes a while, so it is asked in a {@linkplain javax.net.ssl.SSLEngine#getDelegatedTask() task} of the
 *     engine; what it throws has to be found among the causes of the exception of the handshake
 * @param serverName to ask for (SNI), in lower case; empty: none is named
 * @param identity shown to a backend that wants a certificate, whichever issuers it names; empty: it gets none
 * @param versions that may be agreed, for example {@code TLSv1.3}; one or more, the oldest first
 * @param ciphers that may be agreed, as IANA names them, the best first; empty: what is safe today
 * @param protocols to offer by ALPN, the best first, a character a byte; empty: ALPN is not spoken
 * @param resumes whether sessions are kept, and resumed where the backend agrees
 */
public record TlsClientSettings(
        X509ExtendedTrustManager trust,
        Optional<String> serverName,
        Optional<Identity> identity,
        List<String> versions,
        List<String> ciphers,
        List<String> protocols,
        boolean resumes) {

    /** Copies the lists. */
    public TlsClientSettings {
        versions = List.copyOf(versions);
        ciphers = List.copyOf(ciphers);
        protocols = List.copyOf(protocols);
    }
}
