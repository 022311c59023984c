package io.awe4lb.kernel.runtime;

/** A revision that was never there, is too old to be kept, or cannot be read. */
public final class NoSuchRevisionException extends Exception {

    private static final long serialVersionUID = 1L;

    NoSuchRevisionException(long number) {
        super("revision " + number + " is not kept");
    }
}
