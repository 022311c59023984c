package io.awe4lb.spi;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that is wanted, with what an {@linkplain CertificateIssuer issuer} needs for it. Made by the kernel, for one call; used on
 * its thread.
 */
public interface CertificateOrder {

    /**
     * Whom it is for.
     *
     * @return one or more names, in lower case and letters of ASCII
     */
    List<String> names();

    /**
     * What the issuer has kept before, for example the key of an account. The same for all orders of one issuer.
     *
     * @param name of lower-case letters and digits
     * @return empty if it is not there
     * @throws IOException with a sentence, if it cannot be read
     */
    Optional<byte[]> kept(String name) throws IOException;

    /**
     * Keeps something over restarts, readable by this user alone: as a whole, or not at all.
     *
     * @param name of lower-case letters and digits
     * @param content replaces what was kept under that name
     * @throws IOException with a sentence, if that is not possible
     */
    void keep(String name, byte[] content) throws IOException;

    /**
     * Answers requests for {@code /.well-known/acme-challenge/TOKEN} until the order is done, on every listener that has
     * {@code acmeChallenges}. Begins before it returns.
     *
     * @param token of letters, digits, {@code -} and {@code _}
     * @param content what is answered
     */
    void answerHttp(String token, String content);

    /**
     * Shows a certificate to whoever asks for a name with the protocol {@code acme-tls/1}, until the order is done, on every listener whose
     * TLS ends here. Begins before it returns.
     *
     * @param name in lower case
     * @param shown with its key
     */
    void answerTls(String name, TlsSettings.Identity shown);
}
