package io.awe4lb.spi;

import org.jspecify.annotations.Nullable;

/**
 * Picks a backend for a new connection or UDP session.
 *
 * <p>Called by many event loops at once: {@link #pick} must not block, lock or allocate. It is asked for every new connection, and again
 * for the same connection when the backend it chose refused; the refused one is then not among the candidates.
 */
@SuppressWarnings("exports") // of @Nullable: were jspecify a transitive requirement, nobody could compile a plugin without its jar
public interface Strategy {

    /**
     * Picks one of the candidates.
     *
     * <p>An exception is treated as a bug of the plugin: this one connection ends with {@code internal_error}, the bug is logged.
     *
     * @param candidates backends of the lowest-numbered available priority that are up, ready, below their limits and not yet tried for
     *     this connection; never changed after it was handed over; may be empty
     * @param client who is asking
     * @return one of {@code candidates}, or null if none fits: the next priority is asked, and without one the client is
     *     closed with {@code no_backend}
     */
    @Nullable Backend pick(Candidates candidates, Client client);

    /**
     * Prepares for a new set of backends: the place to build a table once instead of walking the candidates at each pick.
     *
     * <p>Called on the control thread before the first pick and whenever the eligible backends of a priority or their weights change, always
     * on the strategy that the provider made; may allocate, must not block. The result's {@link #pick} is then called with {@code all}, the
     * very same object, or with a subset of it when some are full or were tried already. Event loops may go on picking with an earlier
     * result for a moment. State that outlives a change of the set (a round-robin position) is shared by reference with the result.
     *
     * @param all every eligible backend of one priority
     * @return the strategy that picks among {@code all} from now on; by default this one
     */
    default Strategy prepare(Candidates all) {
        return this;
    }

    /**
     * Whether {@link #pick} wants to know {@link Client#serverName()}. Then nobody is picked for before the begin of its TLS handshake has
     * come, and clients that speak something else are closed with {@code tls_handshake_failed}; UDP has no server names. Asked of the strategy
     * that the provider made, for each connection, by many event loops at once.
     *
     * @return the same always; by default false: the first byte may come from either side
     */
    default boolean wantsServerName() {
        return false;
    }
}
