package io.awe4lb.kernel.stats;

/** Somebody who wants to hear of events as they happen. Called on the subscription's own virtual thread, one call at a time; may block. */
@FunctionalInterface
public interface Subscriber {

    /**
     * Something happened.
     *
     * @param event in the order of ids
     * @throws InterruptedException when the subscription was closed meanwhile
     */
    void onEvent(Event event) throws InterruptedException;

    /**
     * This subscriber was so slow that events were forgotten before it took them; the next call is about the oldest one that is kept.
     *
     * @param events how many were forgotten, from 1
     * @throws InterruptedException when the subscription was closed meanwhile
     */
    default void onLost(long events) throws InterruptedException {}
}
