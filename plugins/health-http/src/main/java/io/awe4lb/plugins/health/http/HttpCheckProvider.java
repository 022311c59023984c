package io.awe4lb.plugins.health.http;

import io.awe4lb.plugins.health.conversation.Expression;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.ListType;
import io.awe4lb.spi.OptionType.SizeType;
import io.awe4lb.spi.OptionType.TextType;
import io.awe4lb.spi.Options;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes {@link HttpCheck}. */
public final class HttpCheckProvider implements HealthCheckProvider {

    static final Option<String> METHOD = Option.text("method", "GET", "Method of the request.");
    static final Option<String> PATH = Option.text("path", "/", "Path of the request, with its query.");
    static final Option<Map<String, String>> HEADERS =
            Option.texts("headers", "Headers of the request; `Host` is the host that is checked unless it is given here.");
    static final Option<List<String>> STATUS = Option.of(
            "status", new ListType<>(new TextType()), List.of("200-399"), "Statuses that pass: numbers, and ranges like `200-399`.");
    static final Option<String> BODY = Option.optional(
            "body", new TextType(), "Regular expression that has to be found in the body of the answer; left out, the body is not read.");
    static final Option<Long> BODY_LIMIT = Option.of(
            "bodyLimit", new SizeType(1, 1 << 20), 64L << 10, "So much of the body is searched for `body`.");
    static final Option<Boolean> TLS = Option.flag("tls", false, "Whether the request goes over TLS (https).");

    @Override
    public String type() {
        return "http";
    }

    @Override
    public String description() {
        return "A backend is up when it answers an HTTP request with the right status, and the right body if one is given.";
    }

    @Override
    public List<Option<?>> options() {
        return Stream.concat(Stream.of(METHOD, PATH, HEADERS, STATUS, BODY, BODY_LIMIT, TLS), Tls.OPTIONS.stream()).toList();
    }

    @Override
    public HealthCheck create(Options options) {
        Request request = Request.of(options.get(METHOD), options.get(PATH), options.get(HEADERS));
        Optional<Expression> body = options.find(BODY).map(text -> Expression.of("body", text));
        if (body.isPresent() && !request.isAnsweredWithBody()) {
            throw new IllegalArgumentException("an answer to HEAD has no body: use 'method: GET', or leave 'body' out");
        }
        Statuses statuses = Statuses.of(options.get(STATUS));
        var expected = new HttpCheck.Expected(statuses, body, Math.toIntExact(options.get(BODY_LIMIT)));
        return new HttpCheck(request, expected, tls(options));
    }

    private static Optional<Tls> tls(Options options) {
        if (options.get(TLS)) {
            return Optional.of(Tls.of(options));
        }
        Tls.refuseUnused(options, "tls: true");
        return Optional.empty();
    }
}
