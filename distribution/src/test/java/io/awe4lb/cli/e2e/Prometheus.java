package io.awe4lb.cli.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus, Debian's package, that reads a running awe4lb twice a second. */
final class Prometheus implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Output said;
    private final Place place;

    private Prometheus(Process process, Place place) {
        this.process = process;
        this.said = new Output(process.getErrorStream());
        this.place = place;
    }

    /**
     * Starts it.
     *
     * @param directory for its configuration and its data
     * @param target {@code host:port} of the admin server
     * @param token of a viewer
     * @param rules files with rules
     */
    static Prometheus reading(Path directory, String target, String token, List<Path> rules) throws Exception {
        Path tokenFile = Files.writeString(directory.resolve("token"), token);
        Path config = Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms}
                rule_files: [%s]
                scrape_configs:
                  - job_name: awe4lb
                    authorization: {credentials_file: "%s"}
                    static_configs: [{targets: ["%s"]}]
                """.formatted(String.join(", ", rules.stream().map(rule -> "\"" + rule + "\"").toList()), tokenFile, target));
        Place place = Place.free();
        Process process;
        try {
            process = new ProcessBuilder("prometheus", "--config.file=" + config, "--storage.tsdb.path=" + directory.resolve("tsdb"),
                    "--web.listen-address=" + place, "--log.level=warn").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException missing) {
            throw new IOException("Prometheus is needed: apt-get install prometheus, as .ci/run does", missing);
        }
        var prometheus = new Prometheus(process, place);
        Eventually.until("Prometheus has read", prometheus::hasRead);
        return prometheus;
    }

    private boolean hasRead() throws Exception {
        if (!process.isAlive()) {
            throw new AssertionError("Prometheus has ended: " + said.complete());
        }
        return !place.isRefused() && get("/-/ready").statusCode() == 200 && value("up{job=\"awe4lb\"}") == 1;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://" + place + path)).build(), BodyHandlers.ofString());
    }

    /** What a query answers now; fails if Prometheus refuses it. */
    JsonNode query(String expression) throws Exception {
        return ask("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).path("result");
    }

    /** The one value of a query; not a number if there is none. */
    double value(String expression) throws Exception {
        JsonNode result = query(expression);
        if (result.size() > 1) {
            throw new AssertionError(expression + " has several answers: " + result);
        }
        return result.isEmpty() ? Double.NaN : Double.parseDouble(result.get(0).path("value").get(1).asText());
    }

    /** Of the API. */
    JsonNode ask(String path) throws Exception {
        HttpResponse<String> response = get(path);
        JsonNode answer = JSON.readTree(response.body());
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError(path + ": " + response.body());
        }
        return answer.path("data");
    }

    /** Runs Prometheus' tool to its end. */
    static String tool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!tool.waitFor(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS) || tool.exitValue() != 0) {
            throw new AssertionError(said);
        }
        return said;
    }

    @Override
    public void close() {
        http.shutdownNow();
        process.destroyForcibly().onExit().join();
    }
}
