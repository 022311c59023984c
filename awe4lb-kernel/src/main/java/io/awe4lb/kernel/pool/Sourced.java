package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.DiscoveryConfig;
import io.awe4lb.kernel.config.DiscoveryConfig.OnFailure;
import io.awe4lb.kernel.stats.DiscoveryCounters;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.BackendSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the source of a pool tells, brought into force: the list that it found, or the last one while it is down. Tells operators what comes
 * and goes, and what fails. On the control thread; any thread reads {@link #failure()} and {@link #counters()}.
 */
final class Sourced {

    /** Backends that are named when several come or leave at once. */
    private static final int MOST_NAMED = 10;

    private final Pool pool;
    private final SourceMemory memory;
    private final DiscoveryCounters counters = new DiscoveryCounters();
    /** Why the last question brought nothing; empty: it brought something. */
    private volatile String failure = "";
    private final FailureNews news = new FailureNews();
    /** Whether there is a list yet, the source's or its last one. */
    private boolean found;

    Sourced(Pool pool, SourceMemory memory) {
        this.pool = pool;
        this.memory = memory;
    }

    String failure() {
        return failure;
    }

    DiscoveryCounters counters() {
        return counters;
    }

    boolean hasLastList() {
        return !memory.isEmpty();
    }

    /** The source has told nothing yet: what it told last serves until it does. */
    void beginWithLastList() {
        if (pool.isClosed() || found) {
            return;
        }
        memory.of(config()).ifPresent(list -> {
            found = true;
            pool.roster().take(list.backends());
            tell(Event.Severity.WARNING,
                    "its source has not answered yet: it begins with the list of %s, backends: %d".formatted(list.time(),
                            list.backends().size()));
            pool.readyWhenResolved();
        });
    }

    void onAnswer(Discovering.Answer answer) {
        switch (answer) {
            case Discovering.Answer.Found(var backends) -> {
                counters.succeeded();
                onFound(backends);
            }
            case Discovering.Answer.NotFound(var sentence) -> {
                counters.failed();
                onNotFound(sentence);
            }
        }
        pool.readyWhenResolved();
    }

    private void onNotFound(String sentence) {
        boolean keep = config().onFailure() == OnFailure.KEEP_LAST;
        beginWithLastList();
        if (news.isNews(sentence, System.nanoTime())) {
            String then = keep ? "it keeps what it has, backends: %d".formatted(pool.roster().ids().size())
                    : "it is empty now, as onFailure says";
            tell(Event.Severity.WARNING, "discovery failed: %s; %s".formatted(sentence, then));
        }
        failure = sentence;
        if (!keep) {
            pool.roster().take(List.of());
        }
    }

    private void onFound(List<BackendSpec> specs) {
        if (!failure.isEmpty()) {
            failure = "";
            news.end();
            tell(Event.Severity.INFO, "discovery works again, backends: %d".formatted(specs.size()));
        }
        tellChanges(specs);
        pool.roster().take(specs);
        memory.keep(config(), specs, pool.clock().instant());
        pool.context().known(pool);
    }

    /** What a source says for the first time is no change, and what is configured is told as a change of the configuration. */
    private void tellChanges(List<BackendSpec> specs) {
        Set<String> now = pool.roster().ids();
        Set<String> next = specs.stream().map(BackendSpec::id).collect(Collectors.toSet());
        List<String> came = specs.stream().map(BackendSpec::id).filter(backend -> !now.contains(backend)).toList();
        List<String> left = now.stream().filter(backend -> !next.contains(backend)).toList();
        boolean isNews = found && config().source().provider().isPolled() && !(came.isEmpty() && left.isEmpty());
        found = true;
        if (isNews) {
            tell(Event.Severity.INFO,
                    "backends: %d%s%s".formatted(specs.size(), named("; came: ", came), named("; left: ", left)));
        }
    }

    private static String named(String what, List<String> backends) {
        if (backends.isEmpty()) {
            return "";
        }
        int others = backends.size() - MOST_NAMED;
        return what + backends.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (others > 0 ? " and %d more".formatted(others) : "");
    }

    private DiscoveryConfig config() {
        return pool.config().discovery();
    }

    private void tell(Event.Severity severity, String message) {
        pool.context().tell(EventType.DISCOVERY, severity, Subject.pool(pool.id()), message);
    }
}
