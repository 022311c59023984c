package io.awe4lb.admin.security;

import io.javalin.http.Context;

/** Whether whoever sent a request may still have what it asked for: the token or session is there, and its role is enough. Any thread. */
@FunctionalInterface
public interface Right {

    /**
     * Looks at what is in force now.
     *
     * @return false after a log-out, the end of a session, and when the token was taken away
     */
    boolean holds();

    /**
     * Of a request.
     *
     * @param context that was let in
     * @return for as long as its answer goes on; none where nobody was asked for a token
     */
    static Right of(Context context) {
        return context.attribute(Right.class.getName()) instanceof Right right ? right : () -> false;
    }

    /**
     * Remembers it with a request.
     *
     * @param context that is let in
     */
    default void belongsTo(Context context) {
        context.attribute(Right.class.getName(), this);
    }
}
