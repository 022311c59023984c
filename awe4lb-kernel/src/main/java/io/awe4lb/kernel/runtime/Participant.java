package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.BalancerConfig;

/** Somebody beside the data path who goes along with every change of the configuration, such as the management server. */
public interface Participant {

    /**
     * Makes ready for another configuration, without changing anything yet. One call at a time; not on the control thread.
     *
     * @param next valid; what is in force already when it joins
     * @return the change
     * @throws ChangeException if it cannot go along; the change is abandoned as a whole then
     */
    Prepared prepare(BalancerConfig next) throws ChangeException;
}
