package io.awe4lb.admin.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every kind of problem. The words are part of the API and do not change. */
public enum ProblemCode {
    /** The body is no JSON. */
    MALFORMED_JSON(400),
    /** A query parameter, a header or a part of the path is not what it has to be. */
    BAD_PARAMETER(400),
    /** No HTTP that can be understood. */
    BAD_REQUEST(400),
    /** Closing connections needs a filter. */
    FILTER_MISSING(400),
    /** Nobody says who asks. */
    NO_TOKEN(401),
    /** Nobody has this token. */
    WRONG_TOKEN(401),
    /** The role is too low. */
    ROLE_MISSING(403),
    /** Host is a name that is not ours. */
    FOREIGN_HOST(403),
    /** A page of another origin asks. */
    FOREIGN_ORIGIN(403),
    /** There is no such thing. */
    NOT_FOUND(404),
    /** There is such a path, but not with this method. */
    METHOD_NOT_ALLOWED(405),
    /** The client takes nothing that could be answered. */
    NOT_ACCEPTABLE(406),
    /** The body did not come in time. */
    REQUEST_TIMEOUT(408),
    /** Valid, but it cannot be done here and now. */
    CHANGE_REFUSED(409),
    /** The pool's backends come from elsewhere. */
    OTHER_DISCOVERY(409),
    /** It is no longer what the client saw. */
    CHANGED_MEANWHILE(412),
    /** It was to be created, and is there. */
    ALREADY_EXISTS(412),
    /** The body is larger than allowed. */
    TOO_LARGE(413),
    /** The body is of another type. */
    UNSUPPORTED_MEDIA_TYPE(415),
    /** The configuration that would come of it is invalid. */
    INVALID_CONFIGURATION(422),
    /** A body of another kind has wrong properties. */
    INVALID_BODY(422),
    /** The client has to say which version it changes. */
    PRECONDITION_REQUIRED(428),
    /** Too many wrong tokens from one address. */
    TOO_MANY_ATTEMPTS(429),
    /** A bug. */
    INTERNAL_ERROR(500),
    /** Too many requests or streams at once. */
    OVERLOADED(503),
    /** The process ends. */
    STOPPING(503);

    private final int status;
    private final String word;

    ProblemCode(int status) {
        this.status = status;
        this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The usual status of HTTP.
     *
     * @return 4xx or 5xx
     */
    public int status() {
        return status;
    }

    /**
     * What programs read.
     *
     * @return in kebab-case
     */
    public String word() {
        return word;
    }

    /**
     * A problem of this kind.
     *
     * @param detail a sentence that says what to do, without a full stop
     * @return without places and headers
     */
    public Problem problem(String detail) {
        return new Problem(status, this, detail, List.of(), Map.of());
    }
}
