package io.awe4lb.kernel.config;

/** A change that cannot be made where it was tried: something larger around it has to be written anew. */
final class Uneditable extends Exception {

    private static final long serialVersionUID = 1L;

    Uneditable() {
        super(null, null, false, false);
    }
}
