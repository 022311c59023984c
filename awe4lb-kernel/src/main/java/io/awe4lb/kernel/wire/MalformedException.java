package io.awe4lb.kernel.wire;

import java.io.Serial;

/** Bytes are not what they should be. Without a stack: whoever sends them decides how often. */
final class MalformedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;
    private final boolean isTls;

    private MalformedException(String reason, boolean isTls) {
        super(reason, null, false, false);
        this.reason = reason;
        this.isTls = isTls;
    }

    /** It is TLS, and wrong. */
    static MalformedException tls(String reason) {
        return new MalformedException(reason, true);
    }

    /** It is something else. */
    static MalformedException other(String reason) {
        return new MalformedException(reason, false);
    }

    String reason() {
        return reason;
    }

    boolean isTls() {
        return isTls;
    }
}
