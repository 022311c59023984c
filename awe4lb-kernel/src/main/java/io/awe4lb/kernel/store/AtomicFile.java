package io.awe4lb.kernel.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Files that are there as a whole or not at all, whenever the process is killed and whenever the disk is full. A temporary file beside
 * it, fsync, rename, fsync of the directory: rename(2) replaces atomically, and only the last step makes it outlive a loss of power.
 */
public final class AtomicFile {

    private static final String TEMPORARY = ".tmp";

    private AtomicFile() {}

    /**
     * Writes a file, or replaces it. Readable by this user alone. Blocks on the disk; any thread, but one a file.
     *
     * @param file in a directory that exists
     * @param content all of it
     * @throws IOException if that is not possible: what was there before is untouched then, unless only the last step failed
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path temporary =
                absolute.resolveSibling("." + absolute.getFileName() + "." + ThreadLocalRandom.current().nextInt(1 << 20) + TEMPORARY);
        try {
            writeDown(temporary, content);
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(absolute.getParent());
        } catch (IOException refused) {
            removeAfter(refused, temporary);
            throw new IOException("cannot write " + absolute + ": " + Reason.of(refused), refused);
        }
    }

    private static void removeAfter(IOException refused, Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException again) {
            refused.addSuppressed(again);
        }
    }

    /**
     * Removes a file. Blocks on the disk.
     *
     * @param file nothing happens if it is not there
     * @throws IOException if that is not possible
     */
    public static void remove(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            syncDirectory(file.toAbsolutePath().getParent());
        }
    }

    /** Removes what a killed process left of files that it had not finished. */
    static void removeLeftovers(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory, ".*" + TEMPORARY)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void writeDown(Path file, byte[] content) throws IOException {
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, options, OwnerOnly.file(file))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void syncDirectory(Path directory) throws IOException {
        if (OwnerOnly.isPosix(directory)) { // Windows opens no directory
            try (var channel = FileChannel.open(directory, Set.of(StandardOpenOption.READ))) {
                channel.force(true);
            }
        }
    }
}
