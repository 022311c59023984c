package io.awe4lb.cli.client;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing to ask for. Immutable.
 *
 * @param method of HTTP
 * @param path percent-encoded
 * @param query parameters, not yet encoded
 * @param headers besides the token
 * @param body empty for none
 */
record Request(String method, String path, SequencedMap<String, String> query, SequencedMap<String, String> headers,
        Optional<byte[]> body) {

    /** A path of the API. Each segment is taken as it is, whatever signs it has. */
    static Request of(String method, String... segments) {
        String path = Stream.of(segments).map(Request::encode).collect(Collectors.joining("/", "/api/v1/", ""));
        return new Request(method, path, new LinkedHashMap<>(), new LinkedHashMap<>(), Optional.empty());
    }

    /** {@code /readyz}: beside the API. */
    static Request ready() {
        return new Request("GET", "/readyz", new LinkedHashMap<>(), new LinkedHashMap<>(), Optional.empty());
    }

    Request query(String name, Object value) {
        return new Request(method, path, with(query, name, String.valueOf(value)), headers, body);
    }

    /** Left out where there is no value. */
    Request query(String name, Optional<?> value) {
        return value.isPresent() ? query(name, value.get()) : this;
    }

    Request header(String name, String value) {
        return new Request(method, path, query, with(headers, name, value), body);
    }

    Request body(String type, byte[] bytes) {
        return new Request(method, path, query, with(headers, "Content-Type", type), Optional.of(bytes));
    }

    /** Whether it is meant to change something. */
    boolean isWrite() {
        return !method.equals("GET");
    }

    HttpRequest.Builder to(URI server) {
        BodyPublisher publisher = body.map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody);
        HttpRequest.Builder builder = HttpRequest.newBuilder(server.resolve(path + queryText())).method(method, publisher);
        headers.forEach(builder::setHeader);
        return builder;
    }

    private String queryText() {
        if (query.isEmpty()) {
            return "";
        }
        return query.entrySet().stream().map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static SequencedMap<String, String> with(Map<String, String> map, String name, String value) {
        SequencedMap<String, String> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }
}
