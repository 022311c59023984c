package io.awe4lb.kernel.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.stats.Event.Severity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final Events events = new Events(InstantSource.fixed(START));

    @Test
    void anEventSaysWhenWhatWhomAndWho() {
        Event event = events.publish(EventType.BACKEND_ADMIN_STATE, Severity.INFO, Subject.backend("web", "a"), "ops", "drains");
        var expected = new Event(event.id(), START, EventType.BACKEND_ADMIN_STATE, Severity.INFO, "", "web", "a", "ops", "drains");
        assertEquals(expected, event);
        assertEquals(List.of(expected), events.since(0, 10));
    }

    @Test
    void whatHappenedAfterAnEventComesInOrderAndNoMoreThanAskedFor() {
        List<Event> all = publish(10);
        assertEquals(all.subList(4, 7), events.since(all.get(3).id(), 3));
        assertEquals(List.of(), events.since(all.getLast().id(), 3));
        assertEquals(all.subList(7, 10), events.latest(3));
        assertEquals(all, events.latest(100));
    }

    @Test
    void anIdThatThisProcessNeverGaveMeansAllThatIsKept() {
        List<Event> all = publish(3);
        assertEquals(all, events.since(all.getFirst().id() - 1_000, 10));
        assertEquals(all, events.since(all.getLast().id() + 1_000, 10));
    }

    @Test
    void idsOfALaterProcessAreLargerAndExactInJavaScript() {
        long last = publish(500).getLast().id();
        var restarted = new Events(InstantSource.fixed(START.plusSeconds(1)));
        long first = restarted.publish(EventType.STARTED, Severity.INFO, Subject.NONE, "", "ready").id();
        assertTrue(first > last, first + " after " + last);
        assertTrue(first < 1L << 53);
    }

    @Test
    void theOldestAreForgotten() {
        List<Event> all = publish(Events.KEPT + 5);
        assertEquals(all.subList(5, all.size()), events.since(0, Integer.MAX_VALUE));
        assertEquals(all.subList(5, 8), events.since(all.getFirst().id(), 3));
    }

    @Test
    void aSubscriberHearsOfWhatHappensFromNowOn() {
        publish(5);
        Queue<Event> heard = new ConcurrentLinkedQueue<>();
        try (var _ = events.subscribe(heard::add)) {
            List<Event> later = publish(5);
            Eventually.until("five events", () -> heard.size() == 5);
            assertEquals(later, List.copyOf(heard));
        }
    }

    @Test
    void aSubscriberThatComesBackMissesNothing() {
        List<Event> before = publish(5);
        Queue<Event> heard = new ConcurrentLinkedQueue<>();
        try (var _ = events.subscribe(before.get(1).id(), heard::add)) {
            publish(2);
            Eventually.until("five events", () -> heard.size() == 5);
            assertEquals(events.since(before.get(1).id(), 10), List.copyOf(heard));
        }
    }

    @Test
    void aSlowSubscriberHoldsNobodyUpAndIsToldHowManyItLost() {
        var slow = new Slow();
        try (var _ = events.subscribe(slow)) {
            Event first = publish(1).getFirst();
            Eventually.until("the first is in delivery", () -> !slow.heard.isEmpty());
            List<Event> more = publish(Events.KEPT + 7);
            slow.mayGoOn.countDown();
            Eventually.until("the last is delivered", () -> slow.heard.contains(more.getLast().id()));
            assertEquals(7, slow.lost.get());
            List<Long> expected = new ArrayList<>(List.of(first.id()));
            more.subList(7, more.size()).forEach(event -> expected.add(event.id()));
            assertEquals(expected, List.copyOf(slow.heard));
        }
    }

    @Test
    void aClosedSubscriptionHearsNothingMore() {
        Queue<Event> heard = new ConcurrentLinkedQueue<>();
        Queue<Event> others = new ConcurrentLinkedQueue<>();
        try (var _ = events.subscribe(others::add)) {
            var subscription = events.subscribe(heard::add);
            publish(1);
            Eventually.until("one event", () -> heard.size() == 1);
            subscription.close();
            publish(100);
            Eventually.until("the other hears all", () -> others.size() == 101);
            assertEquals(1, heard.size());
        }
    }

    @Test
    void aSubscriberThatThrowsEndsItsOwnSubscriptionAlone() {
        Queue<Event> others = new ConcurrentLinkedQueue<>();
        try (var _ = events.subscribe(others::add)) {
            events.subscribe(_ -> {
                throw new InterruptedException("it has enough");
            });
            publish(50);
            Eventually.until("the other hears all", () -> others.size() == 50);
        }
    }

    @Test
    void manyWhoPublishAtOnceGetAnIdEachAndEverySubscriberHearsAllInOrder() throws InterruptedException {
        Queue<Long> heard = new ConcurrentLinkedQueue<>();
        try (var _ = events.subscribe(event -> heard.add(event.id()))) {
            long before = publish(1).getFirst().id();
            List<Thread> threads = IntStream.range(0, 8).mapToObj(_ -> Thread.ofPlatform().start(() -> publish(1_000))).toList();
            for (Thread thread : threads) {
                thread.join();
            }
            Eventually.until("all are heard", () -> heard.size() == 8_001);
            assertEquals(LongStream.rangeClosed(before, before + 8_000).boxed().toList(), List.copyOf(heard));
            assertEquals(8_001, new HashSet<>(heard).size());
        }
    }

    @Test
    void wordsAreThoseOfTheApi() {
        assertEquals("backend_health", EventType.BACKEND_HEALTH.word());
        assertEquals("warning", Severity.WARNING.word());
        assertEquals("maint", AdminState.MAINT.word());
        assertEquals(new Subject("", "web", ""), Subject.pool("web"));
    }

    private List<Event> publish(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> events.publish(EventType.DISCOVERY, Severity.INFO, Subject.pool("web"), "", "event " + i)).toList();
    }

    /** Takes the first event, and goes on when it may. */
    private static final class Slow implements Subscriber {
        final Queue<Long> heard = new ConcurrentLinkedQueue<>();
        final AtomicLong lost = new AtomicLong();
        final CountDownLatch mayGoOn = new CountDownLatch(1);

        @Override
        public void onEvent(Event event) throws InterruptedException {
            heard.add(event.id());
            mayGoOn.await();
        }

        @Override
        public void onLost(long events) {
            lost.addAndGet(events);
        }
    }
}
