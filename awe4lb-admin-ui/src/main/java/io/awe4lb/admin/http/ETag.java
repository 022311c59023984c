package io.awe4lb.admin.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The state of an entity, as a strong tag (RFC 9110, 8.8.3).
 *
 * @param value with its quotes
 */
public record ETag(String value) {

    private static final SecretKeySpec KEY = key();

    private static SecretKeySpec key() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return new SecretKeySpec(random, "HmacSHA256");
    }

    /**
     * The state of the configuration as a whole. Numbers begin at 1 again where no data is kept, so the time tells two of the same number
     * apart; it is not the text that does, because a short hash of that would let somebody try which secrets stand in it.
     *
     * @param revision in force
     * @param since when it came into force
     * @return its tag, the same after a restart
     */
    public static ETag ofRevision(long revision, Instant since) {
        var sum = new CRC32();
        sum.update(since.toString().getBytes(StandardCharsets.US_ASCII));
        return new ETag("\"rev-%d-%08x\"".formatted(revision, sum.getValue()));
    }

    /**
     * The state of an entity by what is configured of it. Keyed, so that nobody finds a secret by trying.
     *
     * @param tree what is configured
     * @return the same for equal trees with keys in the same order, while this process runs
     */
    public static ETag of(JsonNode tree) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(KEY);
            return new ETag("\"" + HexFormat.of().formatHex(mac.doFinal(Json.bytes(tree)), 0, 12) + "\"");
        } catch (GeneralSecurityException every) {
            throw new IllegalStateException("every Java has HmacSHA256", every);
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
            throw ProblemCode.CHANGED_MEANWHILE
                    .problem("it is at %s, not at %s: look at it again and repeat your change".formatted(value, condition))
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
            throw ProblemCode.PRECONDITION_REQUIRED.problem(
                    "send If-Match with the ETag of what you looked at, so that nobody's change is lost, or '*' to overwrite on purpose")
                    .exception();
        }
        return condition;
    }
}
