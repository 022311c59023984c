package io.awe4lb.kernel.stats;

import java.util.concurrent.locks.LockSupport;

/** One subscriber's place among the events, and the virtual thread that calls it. Closing is for any thread and idempotent. */
public final class Subscription implements AutoCloseable {

    private final Events events;
    private final Subscriber subscriber;
    private final Thread thread;
    private long wanted;
    /** Beside the interrupt, which a subscriber's code may have taken for its own. */
    private volatile boolean closed;

    Subscription(Events events, long wanted, Subscriber subscriber) {
        this.events = events;
        this.wanted = wanted;
        this.subscriber = subscriber;
        this.thread = Thread.ofVirtual().name("events").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!closed) {
                deliver();
            }
        } catch (InterruptedException _) { // closed
            Thread.currentThread().interrupt();
        } finally {
            events.ended(this);
        }
    }

    private void deliver() throws InterruptedException {
        Event event = events.at(wanted);
        if (event == null) {
            LockSupport.park(this);
            return;
        }
        if (event.id() > wanted) {
            subscriber.onLost(event.id() - wanted);
        }
        wanted = event.id() + 1;
        subscriber.onEvent(event);
    }

    /** Ends it. Returns at once; a call of the subscriber that goes on is interrupted, and none follows it. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
