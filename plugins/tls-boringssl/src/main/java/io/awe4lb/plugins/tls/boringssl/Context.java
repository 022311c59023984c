package io.awe4lb.plugins.tls.boringssl;

import io.awe4lb.spi.TlsSettings.Identity;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the engines of one side of TLS have in common: memory of BoringSSL's, which is there until it is closed and the last engine of it is
 * freed. Made by one thread; then any.
 */
final class Context {

    private static final int VERSIONS = SSL.SSL_PROTOCOL_TLSV1_2 | SSL.SSL_PROTOCOL_TLSV1_3;

    /** For the agreement of keys, the best first; the first one holds against computers that are to come (RFC 8446; draft-ietf-tls-ecdhe-mlkem). */
    private static final String[] GROUPS = {"X25519MLKEM768", "X25519", "P-256", "P-384", "P-521"};

    private final long pointer;
    private final boolean isClient;
    /** Engines that are not freed, and one more until it is closed. */
    private final AtomicInteger users = new AtomicInteger(1);
    /** Null: nobody has to show certificates. */
    private @Nullable PeerCheck check;

    private Context(long pointer, boolean isClient) {
        this.pointer = pointer;
        this.isClient = isClient;
    }

    /** @throws GeneralSecurityException with a sentence, if BoringSSL cannot do so */
    static Context of(boolean isClient, List<String> versions, List<String> ciphers, List<String> protocols)
            throws GeneralSecurityException {
        NativeLibrary.require();
        Suites suites = Suites.of(ciphers);
        List<String> spoken = versions.stream().filter(suites::has).toList();
        if (spoken.isEmpty()) {
            throw new GeneralSecurityException("no cipher suite is of %s".formatted(String.join(" or ", versions)));
        }
        Context context = new Context(make(isClient), isClient);
        try {
            context.set(spoken, suites, protocols);
            return context;
        } catch (GeneralSecurityException refused) {
            context.close();
            throw refused;
        }
    }

    private static long make(boolean isClient) throws GeneralSecurityException {
        try {
            return SSLContext.make(VERSIONS, isClient ? SSL.SSL_MODE_CLIENT : SSL.SSL_MODE_SERVER);
        } catch (Exception refused) { // tcnative declares Exception
            throw new GeneralSecurityException(refused.getMessage(), refused);
        }
    }

    private void set(List<String> versions, Suites suites, List<String> protocols) throws GeneralSecurityException {
        option(SSL.SSL_OP_NO_TLSv1_2, !versions.contains("TLSv1.2"));
        option(SSL.SSL_OP_NO_TLSv1_3, !versions.contains("TLSv1.3"));
        SSLContext.setMode(pointer, SSLContext.getMode(pointer) | SSL.SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        if (!SSLContext.setCurvesList(pointer, GROUPS)) {
            throw new GeneralSecurityException("it does not have one of the groups %s".formatted(String.join(", ", GROUPS)));
        }
        if (!suites.list().isEmpty()) {
            ciphers(suites.list());
        }
        if (!protocols.isEmpty()) {
            SSLContext.setAlpnProtos(pointer, protocols.toArray(String[]::new), SSL.SSL_SELECTOR_FAILURE_NO_ADVERTISE);
        }
    }

    private void ciphers(String list) throws GeneralSecurityException {
        try {
            SSLContext.setCipherSuite(pointer, list, false);
        } catch (Exception refused) { // tcnative declares Exception
            throw new GeneralSecurityException("it does not have one of the cipher suites %s".formatted(list), refused);
        }
    }

    void option(int option, boolean on) {
        if (on) {
            SSLContext.setOptions(pointer, option);
        } else {
            SSLContext.clearOptions(pointer, option);
        }
    }

    /** The certificate that is shown where it can be verified, and none of those before. */
    void show(Identity identity) throws GeneralSecurityException {
        Credential.add(identity, pointer);
    }

    /** Peers have to show certificates, and this one decides. */
    void check(boolean isRequired, X509ExtendedTrustManager trust) {
        PeerCheck made = new PeerCheck(trust, isClient);
        check = made;
        SSLContext.setVerify(pointer, isRequired ? SSL.SSL_CVERIFY_REQUIRED : SSL.SSL_CVERIFY_OPTIONAL, PeerCheck.DEPTH);
        SSLContext.setCertVerifyCallback(pointer, made);
        SSLContext.setUseTasks(pointer, true); // it takes a while
    }

    /** Clients are told of which authorities their certificates should be. */
    void await(X509Certificate[] authorities) throws GeneralSecurityException {
        if (authorities.length > 0 && !Pem.<Boolean>read(Pem.of(authorities), bio -> SSLContext.setCACertificateBio(pointer, bio))) {
            throw new GeneralSecurityException("the authorities of clients are not taken");
        }
    }

    long pointer() {
        return pointer;
    }

    BoringEngine engine() {
        users.incrementAndGet();
        BoringEngine engine = new BoringEngine(this, SSL.newSSL(pointer, !isClient), isClient);
        PeerCheck checking = check;
        if (checking != null) {
            checking.begins(engine);
        }
        return engine;
    }

    /** Nobody uses the engine any more. */
    void free(BoringEngine engine) {
        PeerCheck checking = check;
        if (checking != null) {
            checking.ended(engine);
        }
        SSL.freeSSL(engine.pointer());
        leave();
    }

    List<X509Certificate> peerOf(BoringEngine engine) {
        return check == null ? List.of() : PeerCheck.certificates(engine.pointer(), isClient);
    }

    /** Once. */
    void close() {
        leave();
    }

    private void leave() {
        if (users.decrementAndGet() == 0) {
            SSLContext.free(pointer);
        }
    }

    /** How many are not freed, itself included. */
    int users() {
        return users.get();
    }
}
