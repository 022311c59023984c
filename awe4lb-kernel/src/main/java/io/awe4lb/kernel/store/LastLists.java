package io.awe4lb.kernel.store;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good answer of each pool's source, a file a pool in {@code discovered/}: what a start begins with while a source is down. Any
 * thread. Who keeps a list does not wait for the disk: a thread of its own writes, and of several lists of one pool the newest only. What
 * cannot be written is said in the log and tried again with the next list; what cannot be read is set aside.
 */
public final class LastLists {

    private static final Logger LOG = LoggerFactory.getLogger(LastLists.class);
    private static final String END = ".json";

    private final Shelf shelf;
    /** By file: what is to be written; empty: to be removed. Guarded by this. */
    private final Map<String, Optional<LastList>> unwritten = new LinkedHashMap<>();
    private boolean writes;
    private boolean fails;

    LastLists(Shelf shelf) {
        this.shelf = shelf;
    }

    /**
     * The list of a pool.
     *
     * @param pool id
     * @return empty if there is none, or it cannot be read
     */
    public Optional<LastList> find(String pool) {
        String name = pool + END;
        synchronized (this) {
            if (unwritten.containsKey(name)) {
                return unwritten.get(name);
            }
        }
        try {
            Optional<byte[]> file = shelf.read(name);
            return file.isEmpty() ? Optional.empty() : Optional.of(LastListFile.read(file.get()));
        } catch (IOException damaged) {
            setAside(name, damaged);
            return Optional.empty();
        }
    }

    private void setAside(String name, IOException damaged) {
        try {
            shelf.setAside(name);
            LOG.warn("{} is damaged and is now {}.damaged: the pool begins without it ({})", shelf.place(name), name,
                    damaged.getMessage());
        } catch (IOException again) {
            LOG.warn("{} cannot be read, and the pool begins without it: {}", shelf.place(name), again.getMessage());
        }
    }

    /**
     * Keeps a list instead of the last one. Does not wait.
     *
     * @param pool id
     * @param list all of it
     */
    public void keep(String pool, LastList list) {
        later(pool + END, Optional.of(list));
    }

    /**
     * Forgets the list of a pool. Does not wait.
     *
     * @param pool id; nothing happens if it has none
     */
    public void forget(String pool) {
        later(pool + END, Optional.empty());
    }

    /**
     * Forgets the lists of pools that are not there any more.
     *
     * @param pools ids of those that are there
     */
    public void retain(Set<String> pools) {
        try {
            shelf.names().stream().filter(name -> name.endsWith(END)).map(name -> name.substring(0, name.length() - END.length()))
                    .filter(pool -> !pools.contains(pool)).forEach(this::forget);
        } catch (IOException failure) {
            LOG.warn("lists of backends of pools that are gone cannot be forgotten: {}", failure.getMessage());
        }
    }

    private synchronized void later(String name, Optional<LastList> list) {
        unwritten.put(name, list);
        if (!writes) {
            writes = true;
            Thread.ofVirtual().name("last lists").start(this::write);
        }
    }

    /** One at a time, until nothing is left. It stays in the map while it is written, so that nobody reads the one before. */
    private void write() {
        Optional<Map.Entry<String, Optional<LastList>>> next = next();
        while (next.isPresent()) {
            String name = next.get().getKey();
            Optional<LastList> list = next.get().getValue();
            write(name, list);
            written(name, list);
            next = next();
        }
    }

    private synchronized Optional<Map.Entry<String, Optional<LastList>>> next() {
        var first = unwritten.entrySet().stream().findFirst().map(Map.Entry::copyOf);
        writes = first.isPresent();
        notifyAll();
        return first;
    }

    private synchronized void written(String name, Optional<LastList> list) {
        if (unwritten.get(name) == list) {
            unwritten.remove(name);
        }
    }

    private void write(String name, Optional<LastList> list) {
        try {
            if (list.isPresent()) {
                shelf.write(name, LastListFile.write(list.get()));
            } else {
                shelf.remove(name);
            }
            fails = false;
        } catch (IOException failure) {
            if (!fails) { // said once, until it works again
                LOG.warn("the last list of backends cannot be kept: {}; a start while the source is down will not have it",
                        failure.getMessage());
            }
            fails = true;
        }
    }

    /** Waits until everything is written. */
    synchronized void flush() {
        boolean interrupted = false;
        while (writes) {
            try {
                wait();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
