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

    /** Without a stack: this is how many clients end, and to look at the stack cost 2 % of a connection with a full handshake. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
