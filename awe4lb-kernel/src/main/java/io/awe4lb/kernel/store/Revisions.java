package io.awe4lb.kernel.store;

import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last configurations that were in force, a file each. Any thread; blocks on the disk. Texts are read when they are asked for: 50
 * configurations may be large. Who reads waits for nobody who writes, and nobody for who reads: each file is there as a whole or not. A file that is damaged is named in the log once and passed over.
 */
public final class Revisions {

    /** How many are kept. */
    public static final int KEPT = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Revisions.class);
    private static final Pattern NAME = Pattern.compile("([0-9]{6,18})\\.yaml");

    private final Shelf shelf;
    private final InstantSource clock;
    private final Set<String> toldDamaged = ConcurrentHashMap.newKeySet();
    /** Never goes back, whatever becomes of the files. Written under the lock. */
    private volatile long next;

    Revisions(Shelf shelf, InstantSource clock) throws IOException {
        this.shelf = shelf;
        this.clock = clock;
        SortedSet<Long> there = numbers();
        this.next = there.isEmpty() ? 1 : there.last() + 1;
    }

    static Revisions inMemory() {
        try {
            return new Revisions(new Shelf.InMemory(), InstantSource.system());
        } catch (IOException impossible) {
            throw new AssertionError("memory does not fail", impossible);
        }
    }

    /**
     * What a revision is to say.
     *
     * @param source where it came from
     * @param who made it
     * @param comment of who made it, or empty
     * @param text exactly as submitted
     * @param file absolute path of the configuration file that was applied last; empty if none was
     * @param fileHash of that file's content then
     */
    public record Draft(Source source, String who, String comment, String text, Optional<String> file, Optional<String> fileHash) {}

    /**
     * Writes a revision down.
     *
     * @param draft what it is to say
     * @return with its number and time, on the disk
     * @throws IOException if it cannot be written; no other revision is touched then
     */
    public synchronized Revision add(Draft draft) throws IOException {
        Revision revision = revision(draft);
        write(revision);
        next++;
        forgetOldest();
        return revision;
    }

    /**
     * Gives a number to what is in force although it cannot be written down. The process knows it, the next one will not.
     *
     * @param draft what it says
     * @return with its number and time, on no disk
     */
    public synchronized Revision unwritten(Draft draft) {
        Revision revision = revision(draft);
        next++;
        return revision;
    }

    private Revision revision(Draft draft) {
        return new Revision(next, clock.instant().truncatedTo(ChronoUnit.MILLIS), draft.who(), draft.comment(), draft.source(),
                draft.text(),
                draft.file(), draft.fileHash());
    }

    private void write(Revision revision) throws IOException {
        String name = name(revision.number());
        try {
            shelf.write(name, RevisionFile.write(revision));
        } catch (IOException failure) {
            removeAfter(failure, name);
            throw failure;
        }
    }

    /** It may be there all the same if only the directory could not be synced; what was refused must not come up at the next start. */
    private void removeAfter(IOException failure, String name) {
        try {
            shelf.remove(name);
        } catch (IOException again) {
            failure.addSuppressed(again);
        }
    }

    /**
     * Takes back the revision of a start that failed after all, so that the next start does not come back to it. Its number is not used
     * again by this process.
     *
     * @param revision the newest one
     * @throws IOException if its file cannot be removed
     */
    public synchronized void withdraw(Revision revision) throws IOException {
        shelf.remove(name(revision.number()));
    }

    /** What is written counts, even if what is too old cannot be removed. */
    private void forgetOldest() {
        try {
            List<Long> there = List.copyOf(numbers());
            for (long number : there.subList(0, Math.max(0, there.size() - KEPT))) {
                shelf.remove(name(number));
            }
        } catch (IOException failure) {
            LOG.warn("a revision that is too old to keep cannot be removed: {}", failure.toString());
        }
    }

    /**
     * The newest one.
     *
     * @return empty if there is none, or none can be read
     */
    public Optional<Revision> latest() {
        return newestFirst().stream().map(this::read).flatMap(Optional::stream).findFirst();
    }

    /**
     * All that are kept, without their texts: {@link #find} reads one, and whether it is whole.
     *
     * @return newest first
     */
    public List<Revision> list() {
        return newestFirst().stream().map(this::readHeader).flatMap(Optional::stream).toList();
    }

    /**
     * One of them.
     *
     * @param number of a revision
     * @return empty if it is not kept, never was, or cannot be read
     */
    public Optional<Revision> find(long number) {
        return number < 1 || number >= next ? Optional.empty() : read(number);
    }

    /**
     * Why {@link #find} finds none, if it is kept.
     *
     * @param number of a revision
     * @return where the file is that cannot be read; empty if there is none, or it is well
     */
    public Optional<String> damaged(long number) {
        boolean isKept = newestFirst().contains(number);
        return isKept && find(number).isEmpty() ? Optional.of(shelf.place(name(number))) : Optional.empty();
    }

    private List<Long> newestFirst() {
        try {
            return new ArrayList<>(numbers()).reversed();
        } catch (IOException failure) {
            LOG.warn("the revisions cannot be listed: {}", failure.toString());
            return List.of();
        }
    }

    private SortedSet<Long> numbers() throws IOException {
        SortedSet<Long> numbers = new TreeSet<>();
        for (String name : shelf.names()) {
            var matcher = NAME.matcher(name);
            if (matcher.matches()) {
                numbers.add(Long.parseLong(matcher.group(1)));
            }
        }
        return numbers;
    }

    private Optional<Revision> read(long number) {
        return read(number, shelf::read, RevisionFile::read);
    }

    private Optional<Revision> readHeader(long number) {
        return read(number, shelf::firstLine, RevisionFile::readHeader);
    }

    /** Bytes of a file of the shelf. */
    @FunctionalInterface
    private interface Bytes {

        Optional<byte[]> of(String name) throws IOException;
    }

    /** What bytes say. */
    @FunctionalInterface
    private interface Meaning {

        Revision of(byte[] bytes) throws RevisionFile.DamagedException;
    }

    private Optional<Revision> read(long number, Bytes bytes, Meaning meaning) {
        String name = name(number);
        try {
            Optional<byte[]> file = bytes.of(name);
            Revision revision = file.isEmpty() ? null : meaning.of(file.get());
            if (revision != null && revision.number() != number) {
                throw new RevisionFile.DamagedException("it is revision " + revision.number() + " under another name", null);
            }
            return Optional.ofNullable(revision);
        } catch (IOException | RevisionFile.DamagedException failure) {
            if (toldDamaged.add(name)) {
                LOG.warn("revision {} cannot be read and is passed over: {}", shelf.place(name), failure.getMessage());
            }
            return Optional.empty();
        }
    }

    private static String name(long number) {
        return "%06d.yaml".formatted(number);
    }
}
