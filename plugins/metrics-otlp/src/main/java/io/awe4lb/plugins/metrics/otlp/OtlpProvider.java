package io.awe4lb.plugins.metrics.otlp;

import io.awe4lb.spi.MetricsExporter;
import io.awe4lb.spi.MetricsExporterProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Makes {@link OtlpExporter}s. */
public final class OtlpProvider implements MetricsExporterProvider {

    static final Option<String> URL =
            Option.required("url", new OptionType.TextType(), "Where they are sent, for example `http://127.0.0.1:4318/v1/metrics`.");
    static final Option<Duration> INTERVAL = Option.of("interval",
            new OptionType.DurationType(Duration.ofMillis(100), Duration.ofHours(1), false), Duration.ofSeconds(10),
            "Time from one sending to the next.");
    static final Option<Duration> TIMEOUT = Option.of("timeout",
            new OptionType.DurationType(Duration.ofMillis(1), Duration.ofMinutes(1), false), Duration.ofSeconds(5),
            "Time to connect, and then for each answer.");
    static final Option<Map<String, Secret>> HEADERS = Option.of("headers", new OptionType.MapType<>(new OptionType.SecretType()),
            Map.of(), "What each request carries, such as `Authorization`; never shown.");
    static final Option<Map<String, String>> ATTRIBUTES = Option.texts("attributes",
            "Attributes of the resource; `service.name` is `awe4lb` and `service.instance.id` this machine's name unless they are here.");

    /** For the service loader. */
    public OtlpProvider() {}

    @Override
    public String type() {
        return "otlp";
    }

    @Override
    public String description() {
        return "Sends the metrics to a collector of OpenTelemetry, by OTLP over HTTP.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(URL, INTERVAL, TIMEOUT, HEADERS, ATTRIBUTES);
    }

    @Override
    public MetricsExporter create(Options options) {
        options.get(HEADERS).forEach(OtlpProvider::requireHeader);
        return new OtlpExporter(new Target(requireHttp(options.get(URL)), options.get(INTERVAL), options.get(TIMEOUT), options.get(HEADERS),
                options.get(ATTRIBUTES)));
    }

    private static String requireHttp(String url) {
        try {
            URI uri = new URI(url);
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (isHttp && uri.getHost() != null && uri.getUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException _) { // told below
        }
        throw new IllegalArgumentException(
                "url: this is not where HTTP is spoken: write http://HOST:4318/v1/metrics or https://…, secrets under headers");
    }

    /** The value may be a secret, so it is not said. */
    private static void requireHeader(String name, Secret value) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new IllegalArgumentException("headers: '%s' is not the name of a header".formatted(name));
        }
        if (value.value().chars().anyMatch(c -> c < ' ' && c != '\t' || c > '~')) {
            throw new IllegalArgumentException("headers: the value of %s has characters that HTTP does not carry".formatted(name));
        }
    }
}
