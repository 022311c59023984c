package io.awe4lb.kernel.store;

import java.io.IOException;

/** Another process has the data directory; the message names it and says what to do. */
public final class DataInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    DataInUseException(String message) {
        super(message);
    }
}
