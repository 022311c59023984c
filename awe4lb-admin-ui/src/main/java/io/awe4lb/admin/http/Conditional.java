package io.awe4lb.admin.http;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Set;

/** Conditional reading (RFC 9110, 13.1.2). */
public final class Conditional {

    private static final Set<String> READS = Set.of("GET", "HEAD");

    private Conditional() {}

    /**
     * Takes the body back where the client has this version.
     *
     * @param context of a request whose answer is complete and not yet sent
     */
    public static void answer(Context context) {
        String known = context.header("If-None-Match");
        String tag = context.res().getHeader("ETag");
        if (known != null && tag != null && context.statusCode() == 200 && READS.contains(context.method().name())
                && Arrays.stream(known.split(",")).map(String::strip).anyMatch(one -> isSame(one, tag))) {
            context.status(304).result("");
            context.res().setContentType(null);
        }
    }

    private static boolean isSame(String known, String tag) {
        return known.equals("*") || known.equals(tag) || known.equals("W/" + tag);
    }
}
