package io.awe4lb.kernel.net;

import java.io.IOException;
import java.io.Serial;

/** The peer has ended the connection without saying so within TLS: what came may not be all that it wanted to say. */
public final class TruncatedException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    /** Says so. */
    public TruncatedException() {
        super("the connection ended without the close_notify of TLS");
    }
}
