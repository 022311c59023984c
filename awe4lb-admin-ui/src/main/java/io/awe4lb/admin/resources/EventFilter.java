package io.awe4lb.admin.resources;

import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.Event.Severity;
import io.awe4lb.kernel.stats.EventType;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which events are wanted.
 *
 * @param types any of these
 * @param least severity
 * @param listener id; empty: of any, and of none
 * @param pool id; empty: of any, and of none
 * @param backend id; empty: of any, and of none
 */
record EventFilter(Set<EventType> types, Severity least, Optional<String> listener, Optional<String> pool, Optional<String> backend)
        implements Predicate<Event> {

    static final String[] PARAMETERS = {"type", "severity", "listener", "pool", "backend"};

    /** From the query. */
    static EventFilter of(Context context) {
        return new EventFilter(
                Parameters.filter(context, "type").map(EventFilter::types).orElseGet(() -> EnumSet.allOf(EventType.class)),
                Parameters.filter(context, "severity").map(EventFilter::severity).orElse(Severity.INFO),
                Parameters.filter(context, "listener"),
                Parameters.filter(context, "pool"),
                Parameters.filter(context, "backend"));
    }

    @Override
    public boolean test(Event event) {
        return types.contains(event.type()) && event.severity().compareTo(least) >= 0 && is(listener, event.listener())
                && is(pool, event.pool()) && is(backend, event.backend());
    }

    private static boolean is(Optional<String> wanted, String id) {
        return wanted.isEmpty() || wanted.get().equals(id);
    }

    private static Set<EventType> types(String written) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        for (String word : written.split(",", -1)) {
            types.add(one("type", word, EventType.values(), EventType::word));
        }
        return types;
    }

    private static Severity severity(String written) {
        return one("severity", written, Severity.values(), Severity::word);
    }

    private static <T> T one(String name, String written, T[] values, Function<T, String> word) {
        return Arrays.stream(values).filter(value -> word.apply(value).equals(written)).findFirst()
                .orElseThrow(() -> Parameters.bad("%s is %s, not %s".formatted(name,
                        Arrays.stream(values).map(word).collect(Collectors.joining(", ")), Parameters.quoted(written))));
    }
}
