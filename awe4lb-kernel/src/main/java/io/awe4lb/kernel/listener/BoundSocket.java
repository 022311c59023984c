package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.stats.AcceptQueue;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A socket that clients come by, with the loop that serves it. The listener may change, and with it whose socket this is: those that come
 * do not notice. On the control thread or the one that prepares a change, unless a method says otherwise.
 */
public interface BoundSocket {

    /**
     * Where it was asked to be.
     *
     * @return as in the configuration: with port 0 where the system chose
     */
    SocketAddress asked();

    /**
     * Where it is. Any thread.
     *
     * @return with the port that the system chose
     */
    SocketAddress address();

    /**
     * What waits to be accepted. Any thread.
     *
     * @return empty where the system does not tell, and where nothing is accepted
     */
    Optional<AcceptQueue> acceptQueue();

    /**
     * Whose it is.
     *
     * @param listener before or after changes of it
     * @return whether its clients come by that one
     */
    boolean isOf(Listener listener);

    /**
     * Tries whether it can go on for another listener, or for the same one otherwise configured.
     *
     * @param next that it would serve
     * @throws IOException with a sentence that names what cannot change while it is open
     */
    void checkChange(Listener next) throws IOException;

    /**
     * Who comes from now on comes by this listener.
     *
     * @param next checked by {@link #checkChange}
     */
    void serve(Listener next);

    /** Begins to take clients. */
    void open();

    /** Gives it back without having taken any. */
    void abandon();

    /**
     * Takes no new clients any more, after those that wait. Any thread.
     *
     * @return completed by the loop
     */
    CompletableFuture<Void> close();
}
