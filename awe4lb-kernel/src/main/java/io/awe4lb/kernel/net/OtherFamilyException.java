package io.awe4lb.kernel.net;

import java.io.IOException;

/** The address to come from is of IPv4 and the one to go to of IPv6, or the other way round: nobody's fault. */
public final class OtherFamilyException extends IOException {

    private static final long serialVersionUID = 1;

    /** @param message a sentence with both */
    OtherFamilyException(String message) {
        super(message);
    }
}
