package io.awe4lb.kernel.issue;

import io.awe4lb.kernel.config.IssuedConfig;
import io.awe4lb.kernel.config.IssuerConfig;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.spi.CertificateIssuer;
import io.awe4lb.spi.CertificateIssuerProvider;
import io.awe4lb.spi.CertificateOrder;
import io.awe4lb.spi.IssuingException;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.TlsSettings.Identity;
import java.util.List;
import java.util.Set;

/**
 * An issuer that does what a test says.
 *
 * @param authority that it asks
 * @param answer to orders
 */
public record PlayedIssuer(String authority, Answer answer) implements CertificateIssuerProvider, CertificateIssuer {

    /** What becomes of an order. */
    public interface Answer {

        Identity to(CertificateOrder order) throws IssuingException, InterruptedException;
    }

    public IssuedConfig gives(String... names) {
        return new IssuedConfig(new IssuerConfig("played", new ProviderConfig<>(this, Options.defaults())), List.of(names));
    }

    @Override
    public String type() {
        return "played";
    }

    @Override
    public String description() {
        return "For tests.";
    }

    @Override
    public CertificateIssuer create(Options options) {
        return this;
    }

    @Override
    public Set<Proof> proofs() {
        return Set.of(Proof.HTTP, Proof.TLS);
    }

    @Override
    public Identity issue(CertificateOrder order) throws IssuingException, InterruptedException {
        return answer.to(order);
    }
}
