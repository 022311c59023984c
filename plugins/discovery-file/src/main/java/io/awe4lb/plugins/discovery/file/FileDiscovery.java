package io.awe4lb.plugins.discovery.file;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads its file at each question. Its content counts and not its times: those lie on some file systems, and after a rename, and within
 * the granularity of a clock.
 */
final class FileDiscovery implements Discovery {

    /** 16 MiB are some 400 000 backends. */
    private static final long MAX_SIZE = 16L << 20;

    private final Path file;
    private final Format format;
    /** What was understood last, and what it said; nothing yet. */
    private byte @Nullable [] content;
    private List<BackendSpec> backends = List.of();

    FileDiscovery(Path file, Format format) {
        this.file = file;
        this.format = format;
    }

    @Override
    public Discovered discover() throws DiscoveryException {
        byte[] now = read();
        if (!Arrays.equals(now, content)) {
            backends = understand(now);
            content = now;
        }
        return Discovered.validFor(backends, Duration.ZERO);
    }

    private byte[] read() throws DiscoveryException {
        try {
            BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
            if (!before.isRegularFile() || before.size() > MAX_SIZE) { // who opens a pipe waits for its writer
                throw new DiscoveryException(
                        "%s is %s".formatted(file, before.isRegularFile() ? "larger than 16 MiB" : "not a regular file"));
            }
            byte[] bytes = Files.readAllBytes(file);
            BasicFileAttributes after = Files.readAttributes(file, BasicFileAttributes.class);
            if (bytes.length != after.size() || !before.lastModifiedTime().equals(after.lastModifiedTime())) {
                throw new DiscoveryException("%s changed while it was read: write another file and rename it".formatted(file));
            }
            return bytes;
        } catch (IOException failure) {
            throw new DiscoveryException("%s cannot be read: %s".formatted(file, reason(failure)), failure);
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file: put it there, or change path";
            case AccessDeniedException _ -> "permission denied: let the user that awe4lb runs as read it";
            default -> failure.toString();
        };
    }

    private List<BackendSpec> understand(byte[] bytes) throws DiscoveryException {
        try {
            return format.read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException failure) {
            throw new DiscoveryException("%s is no text in UTF-8".formatted(file), failure);
        } catch (IllegalArgumentException wrong) {
            throw new DiscoveryException("%s is not understood: %s".formatted(file, wrong.getMessage()), wrong);
        }
    }
}
