package io.awe4lb.admin.security;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token that is made where none is configured: shown once, kept as a slow hash in {@code data/token}. Removing that file makes another
 * one at the next start.
 */
public final class FirstToken {

    private final Optional<Path> directory;
    private final PrintStream shown;
    private @Nullable TokenHash hash;

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

    /** The one that is there, or a new one. */
    synchronized TokenHash hash() throws IOException {
        if (hash == null) {
            Optional<TokenHash> kept = kept();
            hash = kept.isPresent() ? kept.get() : make();
        }
        return hash;
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

    private TokenHash make() throws IOException {
        String token = Digests.token();
        TokenHash made = TokenHash.of(token);
        if (directory.isPresent()) {
            io.awe4lb.kernel.store.AtomicFile.write(file(directory.get()), (made.text() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        shown.println("awe4lb: the token of the admin server, shown this once (role admin): " + token);
        return made;
    }

    private static Path file(Path directory) {
        return directory.resolve("token");
    }
}
