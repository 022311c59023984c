package io.awe4lb.admin.tls;

import io.awe4lb.kernel.config.AdminTlsConfig;
import java.io.IOException;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The management server's own certificate as it was at one time. Immutable.
 *
 * @param config where its files are
 * @param files what stood in them
 */
public record Certificate(AdminTlsConfig config, PemFiles files) {

    /**
     * Reads it.
     *
     * @param config where its files are
     * @return what stands in them
     * @throws IOException with a sentence, if they cannot be read
     */
    public static Certificate read(AdminTlsConfig config) throws IOException {
        return new Certificate(config, PemFiles.read(config.cert(), config.key()));
    }

    /**
     * What TLS needs: 1.2 or 1.3, no client certificates.
     *
     * @return not started
     * @throws IOException with a sentence, if certificate and key cannot be used
     */
    public SslContextFactory.Server context() throws IOException {
        var context = new SslContextFactory.Server();
        context.setKeyStore(files.keyStore());
        context.setKeyStorePassword(PemFiles.PASSWORD);
        context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        context.setRenegotiationAllowed(false);
        context.setSniRequired(false);
        return context;
    }
}
