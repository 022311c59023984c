package io.awe4lb.kernel.accesslog;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.awe4lb.kernel.config.AccessLogTarget;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file that a path names now. Somebody may rename or remove it (logrotate); that is seen within a second of the next line, and the path
 * is opened anew. With {@code maxSize} it renames the file itself. A named pipe is never renamed; without a reader it fills, and then
 * writing waits.
 */
final class LogFile {

    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

    private final AccessLogTarget.File target;
    private @Nullable FileChannel channel;
    /** Tells one file from another of the same name; null where the system has no such thing. */
    private @Nullable Object key;
    private boolean isPipeOrDevice;
    private long size;
    private long lastLook;

    LogFile(AccessLogTarget.File target) {
        this.target = target;
    }

    /** @throws IOException saying why it could not be opened, with the path */
    static void check(AccessLogTarget.File target) throws IOException {
        Optional<String> obstacle = target.obstacle();
        if (obstacle.isPresent()) {
            throw new IOException(obstacle.get());
        }
    }

    /** The open file that has room for so many bytes more. */
    FileChannel channel(int more) throws IOException {
        FileChannel open = channel;
        if (open != null && isOurs()) {
            if (target.maxSize().isEmpty() || isPipeOrDevice || size == 0 || size + more <= target.maxSize().getAsLong()) {
                return open;
            }
            putAside();
        }
        return open();
    }

    FileChannel open() throws IOException {
        close();
        check(target);
        FileChannel opened = opened();
        channel = opened;
        key = keyOf(target.path());
        size = opened.size();
        lastLook = System.nanoTime();
        return opened;
    }

    /** A pipe that nobody reads would keep whoever opens it to write waiting, but not who opens it to read, too: fifo(7). */
    private FileChannel opened() throws IOException {
        Path path = target.path();
        isPipeOrDevice = Files.exists(path) && !Files.isRegularFile(path);
        try {
            return isPipeOrDevice
                    ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    : FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (FileSystemException failure) {
            throw failure.getReason() == null ? new IOException(path + ": the system does not allow it", failure) : failure;
        }
    }

    void wrote(int bytes) {
        size += bytes;
    }

    private boolean isOurs() throws IOException {
        long now = System.nanoTime();
        if (now - lastLook < LOOK) {
            return true;
        }
        lastLook = now;
        FileChannel open = channel;
        size = open == null ? 0 : open.size(); // somebody may have cut it
        return Objects.equals(key, keyOf(target.path()));
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException _) {
            return path; // equals no key
        }
    }

    /** The oldest is overwritten. */
    private void putAside() throws IOException {
        for (int number = target.keep() - 1; number > 0; number--) {
            Path older = aside(number);
            if (Files.exists(older)) {
                Files.move(older, aside(number + 1), ATOMIC_MOVE);
            }
        }
        Files.move(target.path(), aside(1), ATOMIC_MOVE);
    }

    private Path aside(int number) {
        return Path.of(target.path() + "." + number);
    }

    void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
