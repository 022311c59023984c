package io.awe4lb.kernel.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second process out of a directory. The lock is the system's (fcntl(2)): it goes with the process however that ends, so the file
 * itself stays where it is and means nothing.
 */
final class DirectoryLock implements AutoCloseable {

    /** The system's lock does not hold within a process, and closing any channel of the file would release it. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Takes the lock, or says who has it. */
    static DirectoryLock take(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!OWN.add(real)) {
            throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new DirectoryLock(real, locked(directory));
        } catch (IOException | RuntimeException failure) {
            OWN.remove(real);
            throw failure;
        }
    }

    private static FileChannel locked(Path directory) throws IOException {
        Path file = directory.resolve("lock");
        var options = EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var channel = FileChannel.open(file, options, OwnerOnly.file(file));
        try {
            if (channel.tryLock() == null) {
                throw inUse(directory, Files.readString(file).strip());
            }
            sign(channel);
            return channel;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** The name is for people: a full disk does not forbid to serve. */
    private static void sign(FileChannel channel) {
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
        } catch (IOException failure) {
            LOG.warn("the data directory's lock is taken, but does not say by whom: {}", failure.getMessage());
        }
    }

    private static DataInUseException inUse(Path directory, String pid) {
        return new DataInUseException(
                "data directory " + directory + " is in use by process " + (pid.isEmpty() ? "that is just starting" : pid)
                        + ": stop that one, or give this one a directory of its own with --data");
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            OWN.remove(directory);
        }
    }
}
