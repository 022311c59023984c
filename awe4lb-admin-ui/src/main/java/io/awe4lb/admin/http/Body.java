package io.awe4lb.admin.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes a request's body: of a type that is understood, not too long and not too slowly. On the request's thread. */
public final class Body {

    /** What a body may be. */
    public enum Type {
        /** JSON. */
        JSON("application/json"),
        /** RFC 7396. */
        MERGE_PATCH("application/merge-patch+json"),
        /** YAML (RFC 9512). */
        YAML("application/yaml");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /**
         * The media type.
         *
         * @return without parameters
         */
        public String word() {
            return word;
        }
    }

    /** Of YAML, in characters; also of one text in JSON. Readers of YAML need a time that grows with the square of a text's length. */
    static final int LONGEST_LINE = 256 << 10;

    private static final int CHUNK = 16 << 10;
    /** Of a body that is too long: more than that is not waited for. */
    private static final long MOST_DISCARDED = 64 << 20;

    private final Limits limits;

    /**
     * With limits.
     *
     * @param limits of bodies
     */
    public Body(Limits limits) {
        this.limits = limits;
    }

    /**
     * What the client says that it sent.
     *
     * @param context of the request
     * @param accepted types
     * @return one of them
     * @throws ProblemException 415, if it is none of them
     */
    public Type type(Context context, Type... accepted) {
        String encoding = context.header("Content-Encoding");
        String written = context.header("Content-Type");
        String media = written == null ? "" : written.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean plain = encoding == null || encoding.equalsIgnoreCase("identity");
        return Arrays.stream(accepted).filter(type -> plain && isText(written) && type.word.equals(media)).findFirst().orElseThrow(() -> {
            String allowed = Arrays.stream(accepted).map(Type::word).collect(Collectors.joining(", "));
            return ProblemCode.UNSUPPORTED_MEDIA_TYPE
                    .problem("send the body in UTF-8, not compressed, with one of these Content-Types: " + allowed)
                    .with(context.method().name().equals("PATCH") ? "Accept-Patch" : "Accept-Post", allowed).exception();
        });
    }

    private static boolean isText(@Nullable String contentType) {
        String parameters = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "");
        return !parameters.contains(";charset=") || parameters.contains(";charset=utf-8");
    }

    /**
     * Reads a configuration as text.
     *
     * @param context of the request
     * @return at most {@link Limits#configBytes()}
     * @throws ProblemException 400, 408 or 413
     */
    public String yaml(Context context) {
        String text = text(context, limits.configBytes());
        int begin = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
            requireShort(end - begin);
            begin = end + 1;
        }
        requireShort(text.length() - begin);
        return text;
    }

    private static void requireShort(int line) {
        if (line > LONGEST_LINE) {
            throw ProblemCode.TOO_LARGE.problem("a line is longer than the %d characters that are allowed".formatted(LONGEST_LINE))
                    .exception();
        }
    }

    /**
     * Reads a configuration or a part of it as the text of one JSON document.
     *
     * @param context of the request
     * @return at most {@link Limits#configBytes()}
     * @throws ProblemException 400, 408 or 413
     */
    public String jsonText(Context context) {
        String text = text(context, limits.configBytes());
        Json.read(text);
        return text;
    }

    /**
     * Reads a small JSON object.
     *
     * @param context of the request
     * @param keys that it may have
     * @return an object without other keys
     * @throws ProblemException 400, 408, 413 or 415
     */
    public ObjectNode object(Context context, String... keys) {
        return object(context, Type.JSON, keys);
    }

    /**
     * Reads a small JSON object.
     *
     * @param context of the request
     * @param type that it must have
     * @param keys that it may have
     * @return an object without other keys
     * @throws ProblemException 400, 408, 413 or 415
     */
    public ObjectNode object(Context context, Type type, String... keys) {
        ObjectNode object = anyObject(context, type, keys);
        String advice = keys.length == 1 ? "there is only " + keys[0] : "there are " + String.join(", ", keys);
        List<Problem.Place> unknown = unknown(object, advice, keys);
        if (!unknown.isEmpty()) {
            throw ProblemCode.INVALID_BODY.problem("the body has properties that are not known; " + advice).at(unknown).exception();
        }
        return object;
    }

    /**
     * Reads a small JSON object, whatever keys it has.
     *
     * @param context of the request
     * @param type that it must have
     * @param keys that it should have
     * @return an object
     * @throws ProblemException 400, 408, 413 or 415
     */
    public ObjectNode anyObject(Context context, Type type, String... keys) {
        type(context, type);
        if (!(Json.read(text(context, limits.bodyBytes())) instanceof ObjectNode object)) {
            throw ProblemCode.INVALID_BODY.problem("send a JSON object with these properties: " + String.join(", ", keys)).exception();
        }
        return object;
    }

    /**
     * The keys that an object should not have.
     *
     * @param object that was sent
     * @param advice what to do
     * @param keys that it may have
     * @return one for each
     */
    public static List<Problem.Place> unknown(ObjectNode object, String advice, String... keys) {
        return object.properties().stream().map(Map.Entry::getKey).filter(key -> !List.of(keys).contains(key))
                .map(key -> Problem.Place.error(Pointer.of(key), "unknown-property", "there is no such property; " + advice)).toList();
    }

    /**
     * Reads a JSON document that is part of a configuration.
     *
     * @param context of the request
     * @return any JSON
     * @throws ProblemException 400, 408 or 413
     */
    public JsonNode json(Context context) {
        return Json.read(text(context, limits.configBytes()));
    }

    private String text(Context context, int most) {
        byte[] bytes = bytes(context, most);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw ProblemCode.BAD_REQUEST.problem("the body is not UTF-8").exception();
        }
    }

    private byte[] bytes(Context context, int most) {
        long deadline = System.nanoTime() + limits.bodyTime().toNanos();
        if (context.req().getContentLengthLong() > most) {
            discard(context, deadline);
            throw tooLarge(most).exception();
        }
        var bytes = new ByteArrayOutputStream(Math.max(32, Math.min(context.contentLength(), most)));
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream body = context.req().getInputStream();
            for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
                if (bytes.size() + count > most) {
                    throw tooLarge(most).exception();
                }
                if (System.nanoTime() - deadline > 0) {
                    throw tooSlow().exception();
                }
                bytes.write(chunk, 0, count);
            }
        } catch (IOException failure) {
            throw (isTimeout(failure) ? tooSlow() : ended()).exception();
        }
        return bytes.toByteArray();
    }

    /** A client that is still sending when the connection is closed is reset, and never reads why. */
    private static void discard(Context context, long deadline) {
        if (context.req().getContentLengthLong() > MOST_DISCARDED) {
            return;
        }
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream body = context.req().getInputStream();
            int count = 0;
            while (count >= 0 && System.nanoTime() - deadline < 0) {
                count = body.read(chunk);
            }
        } catch (IOException failure) {
            throw (isTimeout(failure) ? tooSlow() : ended()).exception();
        }
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException || failure.getCause() != null && isTimeout(failure.getCause());
    }

    private static Problem tooSlow() {
        return ProblemCode.REQUEST_TIMEOUT.problem("the body did not come in time").with("Connection", "close");
    }

    private static Problem ended() {
        return ProblemCode.BAD_REQUEST.problem("the body ended before it was complete").with("Connection", "close");
    }

    private static Problem tooLarge(int most) {
        return ProblemCode.TOO_LARGE.problem("the body is longer than the %d bytes that are allowed here".formatted(most))
                .with("Connection", "close");
    }
}
