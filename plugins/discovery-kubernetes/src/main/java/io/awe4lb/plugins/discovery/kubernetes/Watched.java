package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.Json;
import io.awe4lb.plugins.http.Lines;
import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one kind, listed once and kept up to date by watching what happens to them from then on. Of each only what is needed is kept.
 *
 * <pre>
 *    unknown ──list──▶ listed ──watch──▶ watched
 *       ▲                 └────◀─── end ───┤
 *       └───────── 410: too old ───────────┘
 * </pre>
 *
 * <p>Used by one thread at a time. See
 * <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">Efficient detection of changes</a>.
 *
 * @param <T> what is kept of an object
 */
final class Watched<T> implements AutoCloseable {

    /** Asked for, so that a connection that was lost without a word is noticed: the next watch goes on where this one ended. */
    static final Duration LONGEST_WATCH = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final int OK = 200;
    private static final int GONE = 410;
    private static final int MOST_LISTS = 3;

    private final ApiServer api;
    private final String path;
    private final String selector;
    private final Function<Object, T> reading;
    private final Runnable bell;
    private Map<String, T> objects = new LinkedHashMap<>();
    /** Up to which change the objects are known; empty: they are to be listed. */
    private Optional<String> version = Optional.empty();
    private @Nullable Watch watch;
    /** Whether the watch began where the list ended, so that it cannot be too old. */
    private boolean beginsWithList;
    private boolean endedAtOnce;

    /**
     * Of nothing yet.
     *
     * @param path of the collection
     * @param selector {@code labelSelector=…}, escaped; empty for all
     * @param reading takes from an object what is kept; throws an IllegalArgumentException with a sentence, if it makes no sense
     * @param bell rung on another thread when something has happened
     */
    Watched(ApiServer api, String path, String selector, Function<Object, T> reading, Runnable bell) {
        this.api = api;
        this.path = path;
        this.selector = selector.isEmpty() ? "" : "&" + selector;
        this.reading = reading;
        this.bell = bell;
    }

    /** The objects as they are known. */
    Collection<T> objects() {
        return objects.values();
    }

    /**
     * Takes in what has happened, and sees to it that more is told: asks the server only where there is no list, or no watch.
     *
     * @throws DiscoveryException with a sentence, if it cannot be asked
     */
    void refresh() throws DiscoveryException, InterruptedException {
        takeIn();
        if (watch != null && watch.age().compareTo(LONGEST_WATCH.plus(GRACE)) > 0) {
            end(watch);
        }
        if (watch == null) {
            beginsWithList = false;
        }
        for (int lists = 0; watch == null; lists++) {
            if (version.isEmpty() && lists == MOST_LISTS) {
                throw new DiscoveryException("%s%s says of each list that it is too old".formatted(api, path));
            }
            if (version.isPresent() || list()) {
                open();
            }
        }
    }

    /** @return false if the list became too old before its last page */
    private boolean list() throws DiscoveryException, InterruptedException {
        beginsWithList = true;
        Optional<Listed<T>> listed = Listed.ask(api, path, selector, reading);
        listed.ifPresent(known -> {
            objects = known.objects();
            version = Optional.of(known.version());
        });
        return listed.isPresent();
    }

    private void open() throws DiscoveryException, InterruptedException {
        Lines lines = api.follow("%s?watch=true&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%s%s".formatted(
                path, LONGEST_WATCH.toSeconds(), ApiServer.escaped(version.orElseThrow()), selector));
        if (lines.status() == OK) {
            watch = Watch.of(lines, bell);
            return;
        }
        try (lines) {
            if (lines.status() == GONE) {
                version = Optional.empty();
            } else {
                ApiServer.requireOk(lines.whole());
                throw new DiscoveryException("%s%s cannot be watched".formatted(api, path));
            }
        }
    }

    /**
     * Takes in what has happened.
     *
     * @return whether the objects are known as they are now, or will be without a question to the server
     */
    boolean takeIn() {
        Watch current = watch;
        if (current == null) {
            return false;
        }
        boolean hadEnded = current.hasEnded(); // before the last line is taken
        for (Optional<String> line = current.poll(); line.isPresent() && watch != null; line = current.poll()) {
            if (!happened(line.get())) {
                end(current);
            }
        }
        if (hadEnded && watch != null) {
            end(current);
        }
        return watch != null;
    }

    /** @return false if the watch is of no use any more */
    private boolean happened(String line) {
        try {
            return happened(Json.parse(line));
        } catch (IllegalArgumentException _) { // half a line of a connection that broke, or an object that a list will tell, too
            version = Optional.empty();
            return false;
        }
    }

    private boolean happened(Object event) {
        Object object = Json.map(event, "object");
        switch (Json.text(event, "type").orElse("")) {
            case "ADDED", "MODIFIED" -> objects.put(Listed.key(object), reading.apply(object));
            case "DELETED" -> objects.remove(Listed.key(object));
            case "BOOKMARK" -> { // its version is all that it says
            }
            case "ERROR" -> {
                version = Json.number(object, "code").filter(code -> code == GONE).isPresent() ? Optional.empty() : version;
                return false;
            }
            default -> {
                return false;
            }
        }
        version = Listed.version(object).or(() -> version);
        return true;
    }

    private void end(Watch current) {
        endedAtOnce = current.age().compareTo(SOON) < 0 && (beginsWithList || version.isPresent());
        current.close();
        watch = null;
    }

    /** Whether the next watch would end as fast as the last one. One that was too old to go on would not. */
    boolean hasEndedAtOnce() {
        return watch == null && endedAtOnce;
    }

    @Override
    public void close() {
        if (watch != null) {
            end(watch);
        }
    }
}
