package io.awe4lb.kernel.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory of what outlives the process; {@code --data}. One process at a time has it. Any thread.
 *
 * <pre>
 *    data/lock              the process that has it
 *    data/revisions/        configurations that were in force
 *    data/overrides.json    what was changed while it ran
 *    data/discovered/       the last backends that sources told, by pool
 *    data/certificates/     those that were issued, with their keys, and the accounts
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {

    private final @Nullable Path path;
    private final @Nullable DirectoryLock lock;
    private final Revisions revisions;
    private final Overrides overrides;
    private final LastLists lastLists;
    private final IssuedFiles issued;

    private DataDirectory(@Nullable Path path, @Nullable DirectoryLock lock, Revisions revisions, Overrides overrides,
            LastLists lastLists, IssuedFiles issued) {
        this.path = path;
        this.lock = lock;
        this.revisions = revisions;
        this.overrides = overrides;
        this.lastLists = lastLists;
        this.issued = issued;
    }

    /**
     * Takes a directory, and makes it if it is not there, for this user alone.
     *
     * @param path of the directory
     * @return locked until it is closed or the process ends
     * @throws DataInUseException if another process has it; the message says what to do
     * @throws IOException if it cannot be written; the message says what to do
     */
    public static DataDirectory open(Path path) throws IOException {
        return open(path, InstantSource.system());
    }

    static DataDirectory open(Path path, InstantSource clock) throws IOException {
        Path revisions = path.resolve("revisions");
        Path discovered = path.resolve("discovered");
        Path certificates = path.resolve("certificates");
        try {
            Files.createDirectories(revisions, OwnerOnly.directory(path));
            Files.createDirectories(discovered, OwnerOnly.directory(path));
            Files.createDirectories(certificates, OwnerOnly.directory(path));
            return locked(path, revisions, discovered, certificates, clock);
        } catch (DataInUseException used) {
            throw used;
        } catch (IOException refused) {
            String message = "data directory %s cannot be used: %s; give one that can be written with --data";
            throw new IOException(message.formatted(path, Reason.of(refused)), refused);
        }
    }

    private static DataDirectory locked(Path path, Path revisions, Path discovered, Path certificates, InstantSource clock)
            throws IOException {
        DirectoryLock lock = DirectoryLock.take(path);
        try {
            AtomicFile.removeLeftovers(path);
            AtomicFile.removeLeftovers(revisions);
            AtomicFile.removeLeftovers(discovered);
            AtomicFile.removeLeftovers(certificates);
            return new DataDirectory(path, lock, new Revisions(new Shelf.OnDisk(revisions), clock), new Overrides(new Shelf.OnDisk(path)),
                    new LastLists(new Shelf.OnDisk(discovered)), new IssuedFiles(new Shelf.OnDisk(certificates)));
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    /**
     * Nothing outlives the process: for a demonstration, and for who has no place to write to.
     *
     * @return empty
     */
    public static DataDirectory inMemory() {
        return new DataDirectory(null, null, Revisions.inMemory(), Overrides.inMemory(), new LastLists(new Shelf.InMemory()),
                new IssuedFiles(new Shelf.InMemory()));
    }

    /**
     * Where it is.
     *
     * @return empty in memory: nothing outlives the process then
     */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /**
     * The configurations that were in force.
     *
     * @return the last ones
     */
    public Revisions revisions() {
        return revisions;
    }

    /**
     * What was changed while it ran.
     *
     * @return of all backends
     */
    public Overrides overrides() {
        return overrides;
    }

    /**
     * The last backends that sources told.
     *
     * @return of all pools
     */
    public LastLists lastLists() {
        return lastLists;
    }

    /**
     * The certificates that were issued.
     *
     * @return of all issuers
     */
    public IssuedFiles issued() {
        return issued;
    }

    /** Lets another process have it, after everything is written. Idempotent. */
    @Override
    public void close() throws IOException {
        lastLists.flush();
        if (lock != null) {
            lock.close();
        }
    }
}
