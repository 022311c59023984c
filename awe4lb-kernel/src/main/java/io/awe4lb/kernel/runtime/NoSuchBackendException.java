package io.awe4lb.kernel.runtime;

/** A backend was named that is not there. */
public final class NoSuchBackendException extends Exception {

    private static final long serialVersionUID = 1L;

    NoSuchBackendException(String pool, String backend) {
        super("pool %s has no backend %s now".formatted(pool, backend));
    }
}
