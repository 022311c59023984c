package io.awe4lb.kernel.runtime;

import java.net.URI;
import java.util.Optional;

/** Management that is there. Any thread. */
public interface Management extends AutoCloseable {

    /**
     * Where it is reached.
     *
     * @return with the port that the system chose; empty while the configuration turns it off
     */
    Optional<URI> address();

    /** Ends it: streams are told, requests under way are cut. Idempotent; may block for a moment. */
    @Override
    void close();
}
