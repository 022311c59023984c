package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What a real Prometheus makes of the metrics, the rules and the dashboards of the distribution. */
@Order(1)
class PrometheusIT extends Administered {

    private static final int CONNECTIONS = 200;
    private static final int AT_ONCE = 4;
    private static final Pattern FAMILY = Pattern.compile("\\b(?:awe4lb|jvm|process|system)_[a-z0-9_]+");
    /** What Grafana puts in for its variables. */
    private static final Map<String, String> VARIABLES =
            Map.of("$__rate_interval", "1m", "$instance", ".*", "$listener", ".*", "$pool", ".*");

    private static Path monitoring(String file) {
        return Distribution.home().resolve("monitoring").resolve(file);
    }

    private Prometheus prometheus(Awe4lb awe4lb) throws Exception {
        String target = awe4lb.err().says(Pattern.compile("admin server: http://(\\S+)")).group(1);
        return opened.add(Prometheus.reading(directory, target, VIEWER, List.of(monitoring("recording.rules.yml"),
                monitoring("alerts.rules.yml"))));
    }

    private String checked() {
        return servingBoth().replace("round-robin,", "round-robin, healthCheck: {type: tcp, interval: 200ms},");
    }

    @Test
    void itReadsEverythingAndCountsWhatClientsDid() throws Exception {
        Awe4lb awe4lb = administered(checked());
        Map<String, Integer> served = Load.spread(web.address(), CONNECTIONS, AT_ONCE);
        Prometheus prometheus = prometheus(awe4lb);
        Eventually.until("it has counted all", () -> prometheus.value("sum(awe4lb_listener_connections_closed_total)") == CONNECTIONS);
        assertEquals(CONNECTIONS, prometheus.value("awe4lb_listener_connections_accepted_total{listener=\"web\"}"));
        assertEquals(CONNECTIONS, prometheus.value("awe4lb_listener_session_duration_seconds_count"));
        assertEquals(CONNECTIONS, prometheus.value("awe4lb_listener_session_duration_seconds_bucket{le=\"+Inf\"}"));
        assertEquals((double) served.get("a"), prometheus.value("awe4lb_backend_connections_total{backend=\"" + a + "\"}"));
        assertEquals(1, prometheus.value("awe4lb_build_info{version=\"" + Distribution.VERSION + "\"}"));
        JsonNode target = prometheus.ask("/api/v1/targets").path("activeTargets").get(0);
        assertEquals("up ", target.path("health").asText() + " " + target.path("lastError").asText());
        JsonNode metadata = prometheus.ask("/api/v1/metadata?metric=awe4lb_listener_bytes"); // so it is called in OpenMetrics
        assertEquals("counter bytes", metadata.findPath("type").asText() + " " + metadata.findPath("unit").asText(), metadata::toString);
    }

    @Test
    void whatIsRemovedIsStaleAtOnce() throws Exception {
        Awe4lb awe4lb = administered(checked());
        Prometheus prometheus = prometheus(awe4lb);
        assertEquals(2, prometheus.value("count(awe4lb_backend_serves)"));
        api(awe4lb).delete(backend("web", b), Api.ANY).with(200);
        Eventually.until("one is left", () -> prometheus.value("count(awe4lb_backend_serves)") == 1);
    }

    /** A listener that has more to tell. */
    private String secure() throws Exception {
        Process openssl = new ProcessBuilder(
                ("openssl req -x509 -nodes -days 90 -subj /CN=a -keyout a.key -out a.pem -newkey ec -pkeyopt ec_paramgen_curve:P-256")
                        .split(" "))
                .directory(directory.toFile()).redirectErrorStream(true).start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, openssl.waitFor(), said);
        return "  secure: {bind: \"127.0.0.1:0\", routes: [{sni: a, pool: web}], tls: {certificates: {cert: \"%s\", key: \"%s\"}}}\n"
                .formatted(
                        directory.resolve("a.pem"), directory.resolve("a.key"));
    }

    @Test
    void everyQueryOfTheDashboardsAndRulesIsAnswered() throws Exception {
        String udp = "  dns: {bind: \"127.0.0.1:0\", protocol: udp, pool: web}\n";
        Awe4lb awe4lb = administered(checked().replace("pools:\n", secure() + udp + "pools:\n"));
        Prometheus prometheus = prometheus(awe4lb);
        Eventually.until("rates have two readings", () -> {
            Load.spread(web.address(), 1, 1);
            return prometheus.value("sum(rate(awe4lb_listener_connections_accepted_total[1m]))") > 0;
        });
        Eventually.until("rules are worked out", () -> prometheus.value("sum(listener:awe4lb_connections:rate1m)") > 0
                && prometheus.value("count(listener:awe4lb_failures:ratio5m)") > 0);
        List<String> empty = new ArrayList<>();
        for (String query : queries()) {
            String expression = query;
            for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
                expression = expression.replace(variable.getKey(), variable.getValue());
            }
            boolean filters = Pattern.compile("(>|==) [01]$").matcher(expression).find(); // shows what should not be
            if (prometheus.query(expression).isEmpty() && !filters) {
                empty.add(expression);
            }
        }
        assertEquals(List.of(), empty);
        for (JsonNode group : prometheus.ask("/api/v1/rules").path("groups")) {
            group.path("rules").forEach(rule -> assertEquals("ok", rule.path("health").asText(), rule::toString));
        }
    }

    @Test
    void aPoolWithoutBackendsIsAnAlert() throws Exception {
        Awe4lb awe4lb = administered(checked());
        Prometheus prometheus = prometheus(awe4lb);
        assertTrue(Double.isNaN(prometheus.value("ALERTS{alertname=\"Awe4lbPoolDown\"}")));
        a.stops();
        b.stops();
        Eventually.until("it is about to fire", () -> prometheus.value("ALERTS{alertname=\"Awe4lbPoolDown\",pool=\"web\"}") == 1);
    }

    private static List<String> queries() throws Exception {
        List<String> queries = new ArrayList<>();
        for (String dashboard : List.of("grafana/traffic.json", "grafana/backends.json")) {
            JsonNode root = new ObjectMapper().readTree(monitoring(dashboard).toFile());
            root.findValuesAsText("expr").forEach(queries::add);
        }
        assertTrue(queries.size() > 30, () -> queries.size() + " queries");
        return queries;
    }

    @Test
    void everyFamilyThatIsAskedForIsInThePage() throws Exception {
        String page = Files.readString(Distribution.SOURCES.resolve("docs/metrics.md"));
        Set<String> asked = new TreeSet<>();
        for (String text : Stream.concat(queries().stream(), Stream.of(Files.readString(monitoring("alerts.rules.yml")),
                Files.readString(monitoring("recording.rules.yml")))).toList()) {
            FAMILY.matcher(text.replaceAll("\\w+:awe4lb_\\w+:\\w+", "")).results().map(name -> name.group().replaceFirst("_bucket$", ""))
                    .forEach(asked::add);
        }
        assertTrue(asked.size() > 20, asked::toString);
        assertEquals(List.of(), asked.stream().filter(name -> !page.contains("`" + name + "`")).toList());
    }

    @Test
    void everyAlertIsExplainedAndTested() throws Exception {
        Set<String> alerts = Pattern.compile("- alert: (\\w+)").matcher(Files.readString(monitoring("alerts.rules.yml"))).results()
                .map(name -> name.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertFalse(alerts.isEmpty());
        Set<String> explained = Pattern.compile("(?m)^### (Awe4lb\\w+)$")
                .matcher(Files.readString(Distribution.SOURCES.resolve("docs/monitoring.md"))).results().map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(alerts, explained);
        Set<String> tested = Pattern.compile("- name: (\\w+)").matcher(Files.readString(monitoring("alerts.test.yml"))).results()
                .map(name -> name.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(alerts, tested);
        Prometheus.tool("test", "rules", monitoring("alerts.test.yml").toString());
    }
}
