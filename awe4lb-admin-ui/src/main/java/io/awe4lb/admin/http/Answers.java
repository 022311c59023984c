package io.awe4lb.admin.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;

/** Writes answers. On the request's thread. */
public final class Answers {

    private Answers() {}

    /**
     * Answers with JSON.
     *
     * @param context of the request
     * @param tree the document
     */
    public static void json(Context context, JsonNode tree) {
        context.contentType("application/json").result(Json.bytes(tree));
    }

    /**
     * Answers with a problem, whatever was written before.
     *
     * @param context of the request
     * @param problem what is told
     */
    public static void problem(Context context, Problem problem) {
        if (context.res().isCommitted()) {
            return;
        }
        context.status(problem.status()).contentType(Problem.TYPE).result(problem.document());
        problem.headers().forEach(context::header);
    }

    /**
     * Whether the client wants one type rather than another one.
     *
     * @param context of the request
     * @param wanted media type
     * @return whether its Accept header names it
     */
    public static boolean accepts(Context context, String wanted) {
        String accept = context.header("Accept");
        return accept != null && java.util.Arrays.stream(accept.split(",")).map(range -> range.split(";", 2)[0].strip())
                .anyMatch(wanted::equalsIgnoreCase);
    }
}
