package io.awe4lb.plugins.issuer.acme;

import io.awe4lb.spi.CertificateOrder;
import java.io.IOException;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * Who asks an authority. It is known by its key, which is made once and kept: who registers with a key that is known gets the account that
 * there is (RFC 8555, section 7.3.1).
 *
 * @param emails whom the authority may write to
 * @param externalId of an account elsewhere; empty: the authority wants none
 * @param externalKey in base64url
 */
record Account(List<String> emails, Optional<String> externalId, Optional<String> externalKey) {

    private static final String KEPT = "account";

    /** @throws IOException with a sentence, if the key cannot be read or kept */
    Login login(Session session, CertificateOrder order) throws AcmeException, IOException {
        var builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(key(order));
        emails.forEach(builder::addEmail);
        if (externalId.isPresent() && externalKey.isPresent()) {
            builder.withKeyIdentifier(externalId.get(), externalKey.get());
        }
        return builder.createLogin(session);
    }

    /** Kept before the authority hears of it: who is killed in between does not leave an account behind that nobody has. */
    private static KeyPair key(CertificateOrder order) throws IOException {
        Optional<byte[]> kept = order.kept(KEPT);
        if (kept.isPresent()) {
            return Keys.read(kept.get());
        }
        KeyPair made = Keys.make(KeyKind.EC);
        order.keep(KEPT, Keys.write(made));
        return made;
    }
}
