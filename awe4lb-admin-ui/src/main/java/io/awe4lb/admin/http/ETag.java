package io.awe4lb.admin.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The state of an entity, as a strong tag (RFC 9110, 8.8.3).
 *
 * @param value with its quotes
 */
public record ETag(String value) {

    /**
     * The state of the configuration as a whole.
     *
     * @param revision in force
     * @return its tag
     */
    public static ETag ofRevision(long revision) {
        return new ETag("\"rev-" + revision + "\"");
    }

    /**
     * The state of an entity by what is configured of it.
     *
     * @param tree what is configured
     * @return the same for equal trees with keys in the same order
     */
    public static ETag of(JsonNode tree) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Json.bytes(tree));
            return new ETag("\"" + HexFormat.of().formatHex(digest, 0, 16) + "\"");
        } catch (NoSuchAlgorithmException every) {
            throw new IllegalStateException("every Java has SHA-256", every);
        }
    }

    /**
     * Sends it along.
     *
     * @param context of the request
     */
    public void send(Context context) {
        context.header("ETag", value);
    }

    /**
     * Lets a write go on only if the client saw this state.
     *
     * @param condition the header {@code If-Match}; {@code *} matches whatever there is
     * @throws ProblemException 412
     */
    public void require(String condition) {
        if (!condition.strip().equals("*") && !contains(condition)) {
            throw Problem.of(412, "stale", "It has changed since you read it; read it again and decide anew. If-Match: * overwrites on purpose.")
                    .with("ETag", value).exception();
        }
    }

    private boolean contains(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).anyMatch(value::equals);
    }

    /**
     * The condition of a write.
     *
     * @param context of the request
     * @return the header {@code If-Match}
     * @throws ProblemException 428, if there is none
     */
    public static String condition(Context context) {
        String condition = context.header("If-Match");
        if (condition == null || condition.isBlank()) {
            throw Problem.of(428, "if-match-required",
                    "Send If-Match with the ETag of what you read, so that no other change is lost; If-Match: * overwrites on purpose.").exception();
        }
        return condition;
    }
}
