package io.awe4lb.admin.streams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.streams.Streams.Stream;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subscriber;
import io.awe4lb.kernel.stats.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events as a stream: those that are missed first, then each as it happens, and a comment when nothing does. Counters may go along: one
 * stream is all that a page needs.
 */
public final class EventStream {

    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(200);
    /** A client that reads too slowly fills this, then the log goes on without it and tells what was lost. */
    private static final int WAITING = 64;

    private final Events events;
    private final Predicate<Event> filter;
    private final Function<Event, ObjectNode> view;
    private final Optional<Supplier<ObjectNode>> counters;

    /**
     * Of a log of events.
     *
     * @param events the log
     * @param filter which of them are sent
     * @param view an event as a document
     */
    public EventStream(Events events, Predicate<Event> filter, Function<Event, ObjectNode> view) {
        this(events, filter, view, Optional.empty());
    }

    private EventStream(Events events, Predicate<Event> filter, Function<Event, ObjectNode> view,
            Optional<Supplier<ObjectNode>> counters) {
        this.events = events;
        this.filter = filter;
        this.view = view;
        this.counters = counters;
    }

    /**
     * The same, and each second a message {@code stats}.
     *
     * @param snapshot all counters at one moment
     * @return a stream of both
     */
    public EventStream with(Supplier<ObjectNode> snapshot) {
        return new EventStream(events, filter, view, Optional.of(snapshot));
    }

    private sealed interface Message {

        record Happened(Event event) implements Message {}

        record Lost(long count) implements Message {}
    }

    /**
     * Sends until the stream is over.
     *
     * @param stream of one client
     * @param since id of the last event that the client has; negative: from now on
     * @throws InterruptedException when management stops
     */
    public void send(Stream stream, long since) throws InterruptedException {
        BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(WAITING);
        Subscriber subscriber = new Subscriber() {

            @Override
            public void onEvent(Event event) throws InterruptedException {
                if (filter.test(event)) {
                    waiting.put(new Message.Happened(event));
                }
            }

            @Override
            public void onLost(long count) throws InterruptedException {
                waiting.put(new Message.Lost(count));
            }
        };
        try (Subscription _ = since < 0 ? events.subscribe(subscriber) : events.subscribe(since, subscriber)) {
            stream.comment(); // who reads it misses nothing from here on
            if (counters.isPresent()) {
                passWithCounters(waiting, stream, counters.get());
            } else {
                pass(waiting, stream);
            }
        }
    }

    private void pass(BlockingQueue<Message> waiting, Stream stream) throws InterruptedException {
        long spoke = System.nanoTime();
        while (!stream.isOver()) {
            Message message = waiting.poll(MOMENT.toNanos(), TimeUnit.NANOSECONDS);
            if (message != null || System.nanoTime() - spoke > SILENCE.toNanos()) {
                spoke = System.nanoTime();
                tell(message, stream);
            }
        }
    }

    private void passWithCounters(BlockingQueue<Message> waiting, Stream stream, Supplier<ObjectNode> snapshot)
            throws InterruptedException {
        long due = System.nanoTime();
        while (!stream.isOver()) {
            long left = due - System.nanoTime();
            Message message = waiting.poll(Math.min(Math.max(left, 0), MOMENT.toNanos()), TimeUnit.NANOSECONDS);
            if (message != null) {
                tell(message, stream);
            } else if (System.nanoTime() - due >= 0) {
                stream.named("stats", snapshot.get());
                due = System.nanoTime() + EACH.toNanos();
            }
        }
    }

    private void tell(@Nullable Message message, Stream stream) {
        switch (message) {
            case Message.Happened(var event) -> stream.data(event.id(), view.apply(event));
            case Message.Lost(var count) -> stream.named("lost", Json.object().put("lost", count));
            case null -> stream.comment();
        }
    }
}
