package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/**
 * The REST API of a running awe4lb, as whoever has a token sees it.
 *
 * @param client made once: a hundred threads may share it
 * @param base where it is asked
 * @param token sent with every request; empty: none
 */
record Api(HttpClient client, URI base, String token) implements AutoCloseable {

    /** Whatever is there. */
    static final String ANY = "*";

    static Api of(URI base, String token) {
        return new Api(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), base, token);
    }

    /** The same for somebody else. */
    Api as(String another) {
        return new Api(client, base, another);
    }

    /** A part of a path that may have characters in it which a path may not. */
    static String segment(Object id) {
        return URLEncoder.encode(id.toString(), UTF_8).replace("+", "%20");
    }

    Reply get(String path, String... headers) throws Exception {
        return send(request("GET", path, BodyPublishers.noBody(), headers));
    }

    /** Creates what is not there yet. */
    Reply create(String path, String json) throws Exception {
        return send(request("PUT", path, BodyPublishers.ofString(json), "Content-Type", "application/json", "If-None-Match", ANY));
    }

    Reply put(String path, String ifMatch, String json, String... headers) throws Exception {
        return write("PUT", path, ifMatch, "application/json", json, headers);
    }

    Reply patch(String path, String ifMatch, String json) throws Exception {
        return write("PATCH", path, ifMatch, "application/merge-patch+json", json);
    }

    Reply delete(String path, String ifMatch) throws Exception {
        return send(request("DELETE", path, BodyPublishers.noBody(), "If-Match", ifMatch));
    }

    Reply post(String path, String type, String body, String... headers) throws Exception {
        return send(request("POST", path, BodyPublishers.ofString(body), with(headers, "Content-Type", type)));
    }

    /** Replaces the whole configuration. */
    Reply apply(String ifMatch, String yaml) throws Exception {
        return write("PUT", "/api/v1/config", ifMatch, "application/yaml", yaml);
    }

    Reply write(String method, String path, String ifMatch, String type, String body, String... headers) throws Exception {
        return send(request(method, path, BodyPublishers.ofString(body), with(headers, "If-Match", ifMatch, "Content-Type", type)));
    }

    private static String[] with(String[] headers, String... more) {
        var all = new java.util.ArrayList<>(List.of(headers));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    Reply send(HttpRequest request) throws Exception {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.headers(), response.body(), request.method() + " " + request.uri());
    }

    /** Events of a stream, for as long as it is read. */
    InputStream stream(String path, String... headers) throws Exception {
        HttpResponse<InputStream> response =
                client.send(request("GET", path, BodyPublishers.noBody(), headers), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException(path + " answers " + response.statusCode());
        }
        return response.body();
    }

    HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Eventually.DEADLINE.multipliedBy(2)).method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
