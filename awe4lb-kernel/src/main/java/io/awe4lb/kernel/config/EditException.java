package io.awe4lb.kernel.config;

/** An edit of a configuration's text that cannot be made; the text stays as it is. */
public abstract sealed class EditException extends Exception permits InvalidTextException, NoSuchPlaceException {

    private static final long serialVersionUID = 1L;

    EditException(String message) {
        super(message, null, false, false);
    }
}
