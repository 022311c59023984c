package io.awe4lb.admin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Somebody who uses the API. Every answer has to be one that is described.
 *
 * @param address of the server
 * @param token that is sent along
 */
record Client(URI address, Optional<String> token) {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    Answer get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    Answer delete(String path, String... headers) throws Exception {
        return send("DELETE", path, "", headers);
    }

    Answer put(String path, String json, String... headers) throws Exception {
        return send("PUT", path, json, with(headers, "Content-Type", "application/json"));
    }

    Answer putYaml(String path, String yaml, String... headers) throws Exception {
        return send("PUT", path, yaml, with(headers, "Content-Type", "application/yaml"));
    }

    Answer post(String path, String json, String... headers) throws Exception {
        return send("POST", path, json, with(headers, "Content-Type", "application/json"));
    }

    Answer patch(String path, String json, String... headers) throws Exception {
        return send("PATCH", path, json, with(headers, "Content-Type", "application/merge-patch+json"));
    }

    private static String[] with(String[] headers, String name, String value) {
        String[] more = Arrays.copyOf(headers, headers.length + 2);
        more[headers.length] = name;
        more[headers.length + 1] = value;
        return more;
    }

    Answer send(String verb, String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path, headers).method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        HttpResponse<String> response = HTTP.send(request.timeout(DEADLINE).build(), BodyHandlers.ofString());
        var lower = new TreeMap<>(response.headers().map());
        Map<String, List<String>> byName = new TreeMap<>();
        lower.forEach((name, values) -> byName.put(name.toLowerCase(Locale.ROOT), values));
        Answer answer = new Answer(response.statusCode(), byName, response.body());
        Description.OF_THE_API.check(verb, path, answer);
        return answer;
    }

    /** A stream of server-sent events. */
    Listening listen(String path, String... headers) throws Exception {
        return Listening.begin(HTTP, request(path, headers).build());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }
}
