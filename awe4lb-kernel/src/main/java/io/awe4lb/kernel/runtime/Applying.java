package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.BalancerConfig;
import java.util.List;

/** What brings another configuration into force: as a whole or not at all. Callers take turns. */
public interface Applying {

    /** Called when everything that can fail has succeeded, and nothing is in force yet. */
    @FunctionalInterface
    interface Checkpoint {

        /**
         * Does what has to be done before, such as writing the revision down.
         *
         * @throws ChangeException if that is not possible; nothing comes into force then
         */
        void reached() throws ChangeException;
    }

    /**
     * What another configuration would change, tried out as far as that is possible without changing anything: addresses are bound and
     * released again. May block for seconds; not on an event loop or the control thread.
     *
     * @param next valid
     * @return in the order in which they would be made; empty if nothing differs
     * @throws ChangeException if it could not come into force
     */
    List<Impact> diff(BalancerConfig next) throws ChangeException;

    /**
     * Brings another configuration into force. May block for seconds; not on an event loop or the control thread.
     *
     * @param next valid
     * @param checkpoint called once, on this thread, right before it comes into force; also when nothing differs
     * @return what has changed, in force when this returns
     * @throws ChangeException if it cannot come into force; nothing has changed
     */
    List<Impact> apply(BalancerConfig next, Checkpoint checkpoint) throws ChangeException;
}
