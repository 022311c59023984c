package io.awe4lb.plugins.health.conversation;

import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.TextType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * How TLS is spoken to the backends of a pool: as the options say, else as the pool speaks it itself, else as is usual. Made once from the
 * options; any thread.
 */
public final class Tls {

    /** Whether the certificate matters. */
    public static final Option<Boolean> VERIFY =
            Option.flag("verify", true, "Whether the backend's certificate has to be trusted and to have its name.");
    /** Who is trusted. */
    public static final Option<String> CA = Option.optional(
            "ca", new TextType(), "PEM file of the authorities that may have signed the certificate; left out, the usual public ones.");
    /** Whom to ask for. */
    public static final Option<String> SNI = Option.optional(
            "sni", new TextType(), "Name to ask for, which the certificate has to have; left out, the host that is checked.");
    /** All of them. */
    public static final List<Option<?>> OPTIONS = List.of(VERIFY, CA, SNI);

    private static final char[] NO_PASSWORD = {};

    /** Whether the options say how, so that the pool's way does not matter. */
    private final boolean isChosen;

    private final SSLContext context;
    private final boolean verify;
    private final Optional<String> name;
    /** Empty: those that Java speaks by itself. */
    private final List<String> versions;

    private Tls(boolean isChosen, SSLContext context, boolean verify, Optional<String> name, List<String> versions) {
        this.isChosen = isChosen;
        this.context = context;
        this.verify = verify;
        this.name = name;
        this.versions = versions;
    }

    /**
     * Reads the authorities' file.
     *
     * @throws IllegalArgumentException with a sentence if it cannot be read, or options contradict each other
     */
    public static Tls of(Options options) {
        boolean verify = options.get(VERIFY);
        Optional<String> ca = options.find(CA);
        if (!verify && ca.isPresent()) {
            throw new IllegalArgumentException("'ca' has no meaning beside 'verify: false': leave one of them out");
        }
        options.find(SNI).ifPresent(Tls::requireHostName);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, verify ? trusting(ca) : new TrustManager[] {new TrustEverybody()}, null);
            return new Tls(OPTIONS.stream().anyMatch(options::isSet), context, verify, options.find(SNI), List.of());
        } catch (GeneralSecurityException failure) {
            throw new IllegalArgumentException("TLS cannot be set up: " + failure.getMessage(), failure);
        }
    }

    /** @throws IllegalArgumentException naming the options that are set although no TLS is spoken */
    public static void refuseUnused(Options options, String needed) {
        for (Option<?> option : List.of(CA, SNI)) {
            if (options.find(option).isPresent()) {
                throw new IllegalArgumentException(
                        "'%s' has a meaning with '%s' only: set that, or leave it out".formatted(option, needed));
            }
        }
    }

    /** Whose certificate is good is for the pool to say: what is asked here besides would be asked twice. */
    private static Tls like(TlsClientSettings pool) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(pool.identity()), new TrustManager[] {pool.trust()}, null);
            return new Tls(true, context, false, pool.serverName(), pool.versions());
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException("the TLS of the pool cannot be spoken by its health check", failure);
        }
    }

    private static KeyManager[] keys(Optional<Identity> identity) throws GeneralSecurityException, IOException {
        if (identity.isEmpty()) {
            return new KeyManager[0];
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", identity.get().key(), NO_PASSWORD, identity.get().chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    /** For one check. */
    Tls with(CheckTarget target) {
        return isChosen ? this : target.tls().map(Tls::like).orElse(this);
    }

    private static void requireHostName(String name) {
        try {
            new SNIHostName(name);
        } catch (IllegalArgumentException failure) {
            throw new IllegalArgumentException("'sni: %s' is not a host name: %s".formatted(name, failure.getMessage()), failure);
        }
    }

    private static TrustManager[] trusting(Optional<String> ca) throws GeneralSecurityException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(ca.isPresent() ? authorities(ca.get()) : null);
        return trust.getTrustManagers();
    }

    private static KeyStore authorities(String file) throws GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("the file '" + file + "' of 'ca' has no certificate: it has to be PEM");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            return store;
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException("the file '" + file + "' of 'ca' does not exist", missing);
        } catch (CertificateException failure) {
            throw new IllegalArgumentException("the file '" + file + "' of 'ca' is not PEM: " + failure.getMessage(), failure);
        } catch (IOException failure) {
            throw new IllegalArgumentException("the file '" + file + "' of 'ca' cannot be read: " + failure.getMessage(), failure);
        }
    }

    /** Before the handshake. @param protocols to be offered inside (ALPN); empty: whatever */
    SSLSocket over(Socket socket, InetSocketAddress address, List<String> protocols) throws IOException {
        String host = name.orElse(address.getHostString());
        var secured = (SSLSocket) context.getSocketFactory().createSocket(socket, host, address.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        if (verify) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setServerNames(isLiteral(host) ? List.of() : List.of(new SNIHostName(host)));
        if (!versions.isEmpty()) {
            parameters.setProtocols(versions.toArray(String[]::new));
        }
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        secured.setSSLParameters(parameters);
        return secured;
    }

    /** The JDK does not look at the dates of a certificate that is itself among the authorities. */
    void requireValidNow(SSLSession session) throws IOException {
        try {
            if (verify && session.getPeerCertificates()[0] instanceof X509Certificate first) {
                first.checkValidity();
            }
        } catch (CertificateException failure) {
            throw TlsFailure.notValidNow(failure);
        }
    }

    private static boolean isLiteral(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException _) { // a name
            return false;
        }
    }
}
