package io.awe4lb.admin.http;

import io.javalin.http.Context;
import org.eclipse.jetty.util.URIUtil;

/** Paths as people read them. */
public final class Paths {

    private Paths() {}

    /**
     * The path of a request, however its client encoded it.
     *
     * @param context of the request
     * @return without percent signs, but for those of what was never encoded
     */
    public static String decoded(Context context) {
        try {
            return URIUtil.decodePath(context.path());
        } catch (IllegalArgumentException _) { // no path has to be right to be refused
            return context.path();
        }
    }
}
