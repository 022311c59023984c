package io.awe4lb.kernel.runtime;

import java.io.IOException;

/** Brings management from another module, found with {@link java.util.ServiceLoader}. Without one the balancer is not managed while it runs. */
public interface ManagementProvider {

    /**
     * Begins to manage. Called after the listeners accept, while no change of the configuration can happen; once more later if it threw.
     *
     * @param running what is managed; outlives what is returned
     * @return also where the configuration turns management off: it may be turned on later
     * @throws IOException with a sentence that says what to do, if that is not possible, such as an address in use; nothing is left behind
     */
    Management open(Running running) throws IOException;
}
