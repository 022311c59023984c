package io.awe4lb.kernel.net;

import java.io.IOException;

/** This machine has no descriptor, port or memory for another socket. Says nothing about the peer. */
public final class ExhaustedException extends IOException {

    private static final long serialVersionUID = 1L;

    ExhaustedException(String message) {
        super(message);
    }

    ExhaustedException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
