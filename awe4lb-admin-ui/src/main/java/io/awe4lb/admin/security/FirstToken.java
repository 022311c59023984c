package io.awe4lb.admin.security;

import io.awe4lb.kernel.store.AtomicFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that is made where none is configured: shown once, kept as a hash in {@code data/token}. Removing that file makes another
 * one at the next start.
 */
public final class FirstToken {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");

    private final Optional<Path> directory;
    private final PrintStream shown;
    private @Nullable TokenHash hash;
    /** Digest of the token once it was sent; empty before. It outlives changes of the configuration, as the token does. */
    private volatile String seen = "";

    /**
     * Without reading anything yet.
     *
     * @param directory where data is kept; empty: in memory
     * @param shown where a new token is shown
     */
    public FirstToken(Optional<Path> directory, PrintStream shown) {
        this.directory = directory;
        this.shown = shown;
    }

    /** The one that is there; empty before {@link #ensure}. */
    synchronized Optional<TokenHash> hash() {
        return Optional.ofNullable(hash);
    }

    /** Whether this is the digest of the token, which is known once it was sent. */
    boolean isSeen(String digest) {
        return Digests.same(seen, digest);
    }

    /** It was sent. */
    void seen(String digest) {
        seen = digest;
    }

    /** Looks whether what is kept can be used, and makes nothing. */
    synchronized void check() throws IOException {
        if (hash == null) {
            hash = kept().orElse(null);
        }
    }

    /** Makes one if there is none. */
    synchronized void ensure() {
        if (hash == null) {
            String token = Digests.token();
            hash = TokenHash.of(token);
            keep(hash);
            shown.println("awe4lb: the token of the admin server, shown this once (role admin): " + token);
        }
    }

    private void keep(TokenHash made) {
        try {
            if (directory.isPresent()) {
                AtomicFile.write(file(directory.get()), (made.text() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException failure) {
            LOG.error("the token of the admin server cannot be kept, so it ends with this process: {}", failure.getMessage());
        }
    }

    private Optional<TokenHash> kept() throws IOException {
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        Path file = file(directory.get());
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        return Optional.of(TokenHash.parse(text).orElseThrow(() -> new IOException(
                "%s is not what awe4lb wrote: remove it, and a new token is made and shown at the next start".formatted(file))));
    }

    private static Path file(Path directory) {
        return directory.resolve("token");
    }
}
