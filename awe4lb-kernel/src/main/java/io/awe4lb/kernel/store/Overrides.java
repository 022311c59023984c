package io.awe4lb.kernel.store;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was changed of backends while they ran, in {@code overrides.json}. It outlives reload and restart, and goes with the backend. Any
 * thread; changes block on the disk. A file that cannot be read is set aside and named in the log.
 */
public final class Overrides {

    private static final Logger LOG = LoggerFactory.getLogger(Overrides.class);
    private static final String NAME = "overrides.json";

    private final Shelf shelf;
    private volatile Map<BackendKey, BackendOverride> all;

    Overrides(Shelf shelf) throws IOException {
        this.shelf = shelf;
        this.all = read(shelf);
    }

    static Overrides inMemory() {
        try {
            return new Overrides(new Shelf.InMemory());
        } catch (IOException impossible) {
            throw new AssertionError("memory does not fail", impossible);
        }
    }

    private static Map<BackendKey, BackendOverride> read(Shelf shelf) throws IOException {
        Optional<byte[]> file = shelf.read(NAME);
        if (file.isEmpty()) {
            return Map.of();
        }
        try {
            return Map.copyOf(OverridesFile.read(file.get()));
        } catch (IOException damaged) {
            shelf.setAside(NAME);
            LOG.error("{} is damaged and is now {}.damaged: admin states and weights are as configured ({})", shelf.place(NAME), NAME,
                    damaged.getMessage());
            return Map.of();
        }
    }

    /**
     * All of them.
     *
     * @return a snapshot; backends that are as configured are not in it
     */
    public Map<BackendKey, BackendOverride> all() {
        return all;
    }

    /**
     * Those of one backend.
     *
     * @param key which
     * @return {@link BackendOverride#NONE} if there are none
     */
    public BackendOverride of(BackendKey key) {
        return all.getOrDefault(key, BackendOverride.NONE);
    }

    /**
     * Replaces those of one backend.
     *
     * @param key which
     * @param override {@link BackendOverride#NONE} for none
     * @throws IOException if it cannot be written; all is as before then
     */
    public synchronized void put(BackendKey key, BackendOverride override) throws IOException {
        var next = new LinkedHashMap<>(all);
        if (override.equals(BackendOverride.NONE)) {
            next.remove(key);
        } else {
            next.put(key, override);
        }
        replace(next);
    }

    /**
     * Drops those of backends that are gone.
     *
     * @param lives whether a backend is still there
     * @throws IOException if it cannot be written; all is as before then
     */
    public synchronized void retain(Predicate<BackendKey> lives) throws IOException {
        var next = new LinkedHashMap<>(all);
        next.keySet().removeIf(lives.negate());
        replace(next);
    }

    private void replace(Map<BackendKey, BackendOverride> next) throws IOException {
        if (!next.equals(all)) {
            shelf.write(NAME, OverridesFile.write(next));
            all = Map.copyOf(next);
        }
    }
}
