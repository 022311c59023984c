package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.config.IssuedConfig;
import io.awe4lb.kernel.store.IssuedFiles;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates that issuers have given: kept in files over restarts, read once. A certificate of another authority is another one, so that
 * whoever goes from an authority for trials to a real one does not go on with what the first has given. Any thread.
 */
public final class Issued {

    private static final Logger LOG = LoggerFactory.getLogger(Issued.class);
    private static final int LONGEST_NAME = 100;
    private static final int HASH_BYTES = 6;

    private final IssuedFiles files;
    private final Challenges challenges = new Challenges();
    /** By the name of its file; empty: there is none that can be used. */
    private final Map<String, Optional<Pem>> known = new ConcurrentHashMap<>();
    private final Map<IssuedConfig, String> names = new ConcurrentHashMap<>();

    /**
     * What was given before.
     *
     * @param files of the data directory
     */
    public Issued(IssuedFiles files) {
        this.files = files;
    }

    /**
     * What authorities are told.
     *
     * @return the same always
     */
    public Challenges challenges() {
        return challenges;
    }

    /**
     * The files, for what issuers keep for themselves.
     *
     * @return of the data directory
     */
    public IssuedFiles files() {
        return files;
    }

    /** The last one that was given, and can be used. */
    Optional<Pem> find(IssuedConfig wanted) {
        return known.computeIfAbsent(name(wanted) + ".pem", this::read);
    }

    private Optional<Pem> read(String file) {
        try {
            Optional<Pem> kept = files.text(file).map(text -> new Pem(text, text));
            if (kept.isPresent()) {
                kept.get().identity(Optional.empty());
            }
            return kept;
        } catch (IOException damaged) {
            LOG.warn("{}: {}: a new certificate is asked for", files.place(file), damaged.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The certificate that was given last.
     *
     * @param wanted of a listener
     * @return without those above it; empty if there is none that can be used
     */
    public Optional<X509Certificate> certificate(IssuedConfig wanted) {
        return find(wanted).flatMap(pem -> {
            try {
                return Optional.of(pem.chain().certificates().getFirst());
            } catch (IOException impossible) {
                throw new IllegalStateException("it could be read before", impossible);
            }
        });
    }

    /**
     * Goes on with another one. Listeners use it as soon as they look.
     *
     * @param wanted by listeners
     * @param identity that was given
     * @throws IOException with a sentence, if it is none, does not belong together, or cannot be kept; the last one goes on
     */
    public void keep(IssuedConfig wanted, Identity identity) throws IOException {
        String file = name(wanted) + ".pem";
        try {
            String text = PemText.of(identity);
            Pem pem = new Pem(text, text);
            pem.identity(Optional.empty());
            files.write(file, text.getBytes(StandardCharsets.US_ASCII));
            known.put(file, Optional.of(pem));
        } catch (CertificateEncodingException broken) {
            throw new IOException("the certificate has no encoding: " + broken.getMessage(), broken);
        }
    }

    Path file(IssuedConfig wanted) {
        return Path.of(files.place(name(wanted) + ".pem"));
    }

    /**
     * What its files are called, without an ending.
     *
     * @param wanted of a listener
     * @return the same for the same names from the same authority
     */
    public String name(IssuedConfig wanted) {
        return names.computeIfAbsent(wanted, Issued::newName);
    }

    private static String newName(IssuedConfig wanted) {
        String first = wanted.names().getFirst().replace('*', '_');
        String all = String.join(" ", new TreeSet<>(wanted.names()));
        return "%s-%s-%s".formatted(wanted.issuer().id(), first.substring(0, Math.min(first.length(), LONGEST_NAME)),
                hash(wanted.issuer().create().authority() + " " + all));
    }

    /**
     * The first characters of a hash: not to be guessed around, but to be told apart.
     *
     * @param text any
     * @return hexadecimal
     */
    public static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) { // every Java has it
            throw new IllegalStateException(impossible);
        }
    }
}
