package io.awe4lb.plugins.http;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * How TLS is spoken to a server. Only said here; the files are read by {@link #context()}.
 *
 * @param verify false: everybody is trusted, under any name
 * @param ca certificates in PEM; empty: those of the JDK
 * @param own what to show to the server; empty: nothing
 */
public record Tls(boolean verify, Optional<Path> ca, Optional<OwnCertificate> own) {

    /** The option that says it. */
    public static final Option<Map<String, String>> OPTION = Option.texts("tls",
            "For `https`: `ca: FILE`, certificates in PEM to trust instead of the JDK's; `verify: false` trusts everybody; "
                    + "`certificate: FILE` and `key: FILE`, in PEM, are shown to the server.");

    private static final String VERIFY = "verify";
    private static final String CA = "ca";
    private static final String CERTIFICATE = "certificate";
    private static final String KEY = "key";

    /**
     * Reads the option.
     *
     * @param options with a value of {@link #OPTION}
     * @param endpoint where it is used
     * @return what it says
     * @throws IllegalArgumentException with a sentence, if it is something else, or is of no use there
     */
    public static Tls of(Options options, Endpoint endpoint) {
        Map<String, String> written = options.get(OPTION);
        if (!written.isEmpty() && !(endpoint instanceof Endpoint.Tcp tcp && tcp.isSecure())) {
            throw new IllegalArgumentException("tls: %s is asked without TLS: write https://…, or leave tls out".formatted(endpoint));
        }
        String verify = written.getOrDefault(VERIFY, "true");
        if (!Set.of(VERIFY, CA, CERTIFICATE, KEY).containsAll(written.keySet()) || !Set.of("true", "false").contains(verify)) {
            throw new IllegalArgumentException("tls: write any of ca: FILE, verify: false, certificate: FILE with key: FILE");
        }
        if (verify.equals("false") && written.containsKey(CA)) {
            throw new IllegalArgumentException("tls: who trusts everybody needs no ca: leave one of them out");
        }
        if (written.containsKey(CERTIFICATE) != written.containsKey(KEY)) {
            throw new IllegalArgumentException("tls: certificate and key go together: write both, or none");
        }
        Optional<OwnCertificate> own = path(written, CERTIFICATE).map(cert -> new OwnCertificate(cert, path(written, KEY).orElseThrow()));
        return new Tls(verify.equals("true"), path(written, CA), own);
    }

    private static Optional<Path> path(Map<String, String> written, String key) {
        try {
            return Optional.ofNullable(written.get(key)).map(Path::of);
        } catch (InvalidPathException wrong) {
            throw new IllegalArgumentException("tls: %s is the name of no file".formatted(key), wrong);
        }
    }

    boolean isDefault() {
        return verify && ca.isEmpty() && own.isEmpty();
    }

    /**
     * Reads the files.
     *
     * @throws TlsFileException with a sentence, if one cannot be used
     */
    SSLContext context() throws IOException {
        try {
            TrustManager[] trusted = verify ? Authorities.trusting(ca) : new TrustManager[] {new TrustEverybody()};
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.isPresent() ? own.get().keyManagers() : null, trusted, null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IOException("TLS cannot be set up: " + failure.getMessage(), failure);
        }
    }
}
