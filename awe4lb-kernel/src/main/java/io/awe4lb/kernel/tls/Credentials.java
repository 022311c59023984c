package io.awe4lb.kernel.tls;

import java.io.IOException;
import java.util.List;

/** Certificates, keys and authorities from files that may be replaced while they are in use. */
public sealed interface Credentials permits Termination, Origination {

    /**
     * Looks at the files, and goes on with what stands in them if that is something else. One thread at a time; may block.
     *
     * @return whether it was
     * @throws IOException with a sentence that names the file, if it cannot be read or used; what was in force goes on
     */
    boolean renew() throws IOException;

    /**
     * What somebody has to look after, though all that stands in the files could be read.
     *
     * @return sentences
     */
    List<String> warnings();
}
