package io.awe4lb.plugins.issuer.acme;

import io.awe4lb.spi.CertificateIssuer;
import io.awe4lb.spi.CertificateOrder;
import io.awe4lb.spi.IssuingException;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;

/**
 * Asks one authority for certificates (RFC 8555). Holds nothing: every order begins with the authority's directory.
 *
 * @param from whom it asks
 * @param account who asks
 * @param challenge how it proves that names are ours
 * @param key of certificates
 */
record AcmeIssuer(Authority from, Account account, ChallengeKind challenge, KeyKind key) implements CertificateIssuer {

    private static final int MOST_NAMES = 100;

    @Override
    public String authority() {
        return from.directory().toString();
    }

    @Override
    public Set<Proof> proofs() {
        return Set.of(challenge.proof());
    }

    @Override
    public Optional<String> refusal(List<String> names) {
        Optional<String> wildcard = names.stream().filter(name -> name.startsWith("*.")).findFirst();
        if (wildcard.isPresent()) {
            return Optional
                    .of(("%s: an authority gives a wildcard only to who can change the DNS (dns-01), which is not offered here: write"
                            + " every name, or have another program get it and write 'cert' and 'key'").formatted(wildcard.get()));
        }
        return names.size() > MOST_NAMES
                ? Optional.of("%d names are more than the %d that authorities put into a certificate: write several certificates"
                        .formatted(names.size(), MOST_NAMES))
                : Optional.empty();
    }

    @Override
    public Identity issue(CertificateOrder order) throws IssuingException, InterruptedException {
        try (HttpClient client = from.client()) {
            return issue(order, client);
        } catch (AcmeException failure) {
            throw Refusal.of(failure, from);
        } catch (AcmeLazyLoadingException failure) {
            throw Refusal.of(failure.getCause() instanceof AcmeException why ? why : new AcmeException(failure.getMessage(), failure),
                    from);
        } catch (AcmeProtocolException failure) {
            throw new IssuingException("%s does not speak ACME as awe4lb knows it: %s".formatted(from.directory(), failure.getMessage()),
                    failure);
        } catch (IOException failure) {
            throw new IssuingException(String.valueOf(failure.getMessage()), failure);
        }
    }

    private Identity issue(CertificateOrder order, HttpClient client)
            throws AcmeException, IOException, IssuingException, InterruptedException {
        try {
            Login login = account.login(from.session(client), order);
            return new Ordering(login.newOrder().domains(order.names()).create(), order, challenge).identity(Keys.make(key));
        } finally {
            client.shutdownNow(); // nobody waits for its connections
        }
    }
}
