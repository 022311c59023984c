package io.awe4lb.admin.security;

import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.kernel.config.Role;
import io.javalin.http.Context;

/**
 * Who asks.
 *
 * @param name id of the token, for events and revisions
 * @param role what it may do
 */
public record Caller(String name, Role role) {

    private static final String ATTRIBUTE = Caller.class.getName();

    /**
     * Who sent a request.
     *
     * @param context of a request that needs a role
     * @return whoever was found to ask
     */
    public static Caller of(Context context) {
        if (context.attribute(ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw ProblemCode.NO_TOKEN.problem("nobody says who asks").exception();
    }

    /**
     * Whoever sent a request, for the log.
     *
     * @param context of any request
     * @return a token's id, or a dash
     */
    public static String nameIn(Context context) {
        return context.attribute(ATTRIBUTE) instanceof Caller caller ? caller.name() : "-";
    }

    /** Remembers who sent a request. */
    void sent(Context context) {
        context.attribute(ATTRIBUTE, this);
    }
}
