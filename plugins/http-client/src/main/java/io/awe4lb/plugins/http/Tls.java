package io.awe4lb.plugins.http;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
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

    private static final String VERIFY = "verify";
    private static final String CA = "ca";
    private static final String CERTIFICATE = "certificate";
    private static final String KEY = "key";

    /** The option that says it. */
    public static final Option<Map<String, String>> OPTION = Option.of("tls",
            new OptionType.MapType<>(new OptionType.TextType(), List.of(CA, VERIFY, CERTIFICATE, KEY)), Map.of(),
            "For `https`: `ca: FILE`, certificates in PEM to trust instead of the JDK's; `verify: false` trusts everybody; "
                    + "`certificate: FILE` and `key: FILE`, in PEM, are shown to the server.");

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
        if (!Set.of("true", "false").contains(verify)) {
            throw new IllegalArgumentException("tls: verify is true or false");
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
            return Optional.ofNullable(written.get(key)).map(Path::of).map(file -> requireReadable("tls: " + key, file));
        } catch (InvalidPathException wrong) {
            throw new IllegalArgumentException("tls: %s is the name of no file".formatted(key), wrong);
        }
    }

    /**
     * Lets a file pass that can be read now; what is in it is looked at when it is needed, and may be replaced until then.
     *
     * @param key what to name in the sentence
     * @return the file
     * @throws IllegalArgumentException with a sentence, if it is not there, or may not be read
     */
    public static Path requireReadable(String key, Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("%s: %s cannot be read: %s".formatted(key, file,
                    Files.exists(file) ? "permission denied: let the user that awe4lb runs as read it" : "no such file"));
        }
        return file;
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
