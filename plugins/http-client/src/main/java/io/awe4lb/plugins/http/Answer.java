package io.awe4lb.plugins.http;

import io.awe4lb.spi.DiscoveryException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to one request, read to its end. Immutable. */
public final class Answer {

    private static final int OK = 200;
    private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);
    private static final Pattern TITLE = Pattern.compile("<title>([^<]*)</title>", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_EXCERPT = 200;

    private final String from;
    private final Request request;
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /** @param from for sentences; @param headers names in lower case */
    Answer(String from, Request request, int status, Map<String, String> headers, byte[] body) {
        this.from = from;
        this.request = request;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** For example 200. */
    public int status() {
        return status;
    }

    /** The first one of this name, whatever its case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The body.
     *
     * @throws DiscoveryException if it is no text in UTF-8
     */
    public String text() throws DiscoveryException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException failure) {
            throw new DiscoveryException("%s answers no text in UTF-8".formatted(from), failure);
        }
    }

    /**
     * The body as maps, lists, texts, numbers, flags and null.
     *
     * @throws DiscoveryException if it is no JSON
     */
    public Object json() throws DiscoveryException {
        try {
            return Json.parse(text());
        } catch (IllegalArgumentException wrong) {
            throw notUnderstood(wrong);
        }
    }

    /**
     * Lets 200 pass and nothing else: no other one carries a list.
     *
     * @param forbidden what to do about 401 and 403: {@code mend token}
     * @param missing what to do about 404: {@code mend url}
     * @return this
     * @throws DiscoveryException with the status, an advice, and the beginning of what the server says about it
     */
    public Answer requireOk(String forbidden, String missing) throws DiscoveryException {
        if (status == OK) {
            return this;
        }
        boolean isRedirection = REDIRECTIONS.contains(status);
        String advice = switch (status) {
            case 401, 403 -> ": " + forbidden;
            case 404 -> ": " + missing;
            default -> isRedirection ? ", which is not followed: write the address that it should have" : "";
        };
        throw new DiscoveryException("%s answers %d%s%s".formatted(from, status, excerpt(), advice));
    }

    /** What a server says about its refusal, if that is text, or a page with a title; it may repeat the query, in which people put secrets. */
    private String excerpt() {
        String all = new String(body, StandardCharsets.UTF_8);
        Matcher title = TITLE.matcher(all);
        String text = title.find() ? title.group(1) : all;
        String words = request.withoutQuery(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        boolean isWords = !words.isEmpty() && !words.startsWith("<") && words.indexOf('\ufffd') < 0;
        if (!isWords) {
            return "";
        }
        return " (%s)".formatted(words.length() <= LONGEST_EXCERPT ? words : words.substring(0, LONGEST_EXCERPT) + "…");
    }

    /** For a body that is read and makes no sense. @param wrong its sentence says what */
    public DiscoveryException notUnderstood(IllegalArgumentException wrong) {
        return new DiscoveryException("what %s answers is not understood: %s".formatted(from, wrong.getMessage()), wrong);
    }
}
