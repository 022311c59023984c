package io.awe4lb.kernel.stats;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last events, and who hears of new ones. Any thread, event loops too: whoever publishes neither waits nor locks, however slow a
 * subscriber is.
 *
 * <p>A ring that every subscriber reads at its own place, so that a queue for each is not needed. Ids begin at the microsecond of the start:
 * one that a client kept from an earlier process is smaller than all of this one's, and exact as a JSON number until the year 2255.
 */
public final class Events {

    /** How many events are kept. */
    public static final int KEPT = 10_000;

    private final InstantSource clock;
    private final long first;
    private final AtomicLong next;
    private final AtomicReferenceArray<@Nullable Event> ring = new AtomicReferenceArray<>(KEPT);
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    /**
     * None yet.
     *
     * @param clock for the time of each, and for the first id
     */
    public Events(InstantSource clock) {
        this.clock = clock;
        this.first = Math.max(1, clock.instant().toEpochMilli() * 1_000);
        this.next = new AtomicLong(first);
    }

    /**
     * Says that something happened.
     *
     * @param type what kind of thing
     * @param severity how much it matters
     * @param subject whom it is about
     * @param who did it; empty for the program itself
     * @param message a sentence without secrets
     * @return with its id and time
     */
    public Event publish(EventType type, Event.Severity severity, Subject subject, String who, String message) {
        var event = new Event(next.getAndIncrement(), clock.instant(), type, severity, subject.listener(), subject.pool(),
                subject.backend(), who,
                message);
        ring.accumulateAndGet(slot(event.id()), event, Events::newer);
        subscriptions.forEach(Subscription::wake);
        return event;
    }

    /** A publisher may be overtaken by a whole round of others; its event is then forgotten before it was seen. */
    private static Event newer(@Nullable Event there, Event mine) {
        return there != null && there.id() > mine.id() ? there : mine;
    }

    /**
     * What happened after an event.
     *
     * @param id of that event; 0 for all that are kept, as is one that this process never gave
     * @param most events, from 1
     * @return the oldest of them, in order; empty when nothing happened since
     */
    public List<Event> since(long id, int most) {
        List<Event> events = new ArrayList<>();
        long wanted = Math.max(following(id), oldest());
        Event event = at(wanted);
        while (event != null && events.size() < most) {
            events.add(event);
            event = at(event.id() + 1);
        }
        return events;
    }

    /**
     * What happened last.
     *
     * @param most events, from 1
     * @return the newest of them, in order
     */
    public List<Event> latest(int most) {
        return since(Math.max(oldest(), next.get() - most) - 1, most);
    }

    /**
     * Hears of what happens from now on.
     *
     * @param subscriber is called until the subscription is closed, or it throws
     * @return to end it; returns at once when closed, and the call that goes on is interrupted
     */
    public Subscription subscribe(Subscriber subscriber) {
        return subscribe(next.get() - 1, subscriber);
    }

    /**
     * Hears of all that happened after an event, then of what happens.
     *
     * @param id of that event; 0 for all that are kept, as is one that this process never gave
     * @param subscriber is called until the subscription is closed, or it throws
     * @return to end it; returns at once when closed, and the call that goes on is interrupted
     */
    public Subscription subscribe(long id, Subscriber subscriber) {
        var subscription = new Subscription(this, following(id), subscriber);
        subscriptions.add(subscription);
        subscription.start();
        return subscription;
    }

    void ended(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /** The event with an id, or the oldest after it that is kept; null while it has not happened, or is about to be there. */
    @Nullable Event at(long id) {
        long wanted = id;
        Event event = ring.get(slot(wanted));
        while (event != null && event.id() > wanted) { // a round later: the wanted one is forgotten
            wanted = Math.max(wanted + 1, oldest());
            event = ring.get(slot(wanted));
        }
        return event != null && event.id() == wanted ? event : null;
    }

    private long oldest() {
        return Math.max(first, next.get() - KEPT);
    }

    private long following(long id) {
        return id < first || id >= next.get() ? first : id + 1;
    }

    private static int slot(long id) {
        return (int) (id % KEPT);
    }
}
