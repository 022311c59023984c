package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The local ports towards a backend run out, in a network that has eight of them for each address. */
class PortsIT extends EndToEnd {

    private static final int PORTS = 8;
    private static final String NETWORK = "balancer";
    private static final String HERE = "127.0.0.1";
    private static final int BACKEND = 7000;
    private static final int WIDE = 8080;
    private static final int NARROW = 8081;
    private static final int FIRST_CLIENT = 15_000;
    private static final String WIDE_ID = "127.0.0.9:7000";

    private Networks networks;
    private Outpost outpost;
    private int clients;

    @Test
    void twoAddressesHaveTwiceTheConnectionsAndWhoComesThenIsToldWhyAndNobodyElseMinds() throws Exception {
        String obstacle = Networks.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
        networks = opened.add(Networks.open());
        networks.run(NETWORK, "echo 40000 %d > /proc/sys/net/ipv4/ip_local_port_range".formatted(40_000 + PORTS - 1));
        outpost = opened.add(networks.outpost(NETWORK));
        assertEquals("ok", outpost.tell("serve %d", BACKEND));
        Awe4lb awe4lb = started(Launch.shared().by(networks.in(NETWORK)), "run", "--admin", "127.0.0.1:7070", "-c",
                file("awe4lb.yaml", Administered.admin() + """
                        metrics: {public: true}
                        listeners:
                          wide: {bind: "127.0.0.1:8080", pool: wide}
                          narrow: {bind: "127.0.0.1:8081", pool: narrow}
                        pools:
                          wide: {backends: ["127.0.0.9:7000"], sourceAddresses: [127.0.0.1, 127.0.0.2], retry: {timeout: 300ms}}
                          narrow: {backends: ["127.0.0.8:7000"], sourceAddresses: [127.0.0.1]}
                        """).toString()).ready();
        awe4lb.says("admin server: ");

        for (int i = 0; i < 2 * PORTS; i++) {
            assertEquals("served", asked(WIDE));
        }
        assertEquals("end", asked(WIDE));
        assertEquals("served", asked(NARROW));

        Eventually.until("the log has the reason", () -> awe4lb.out().count("\"resource_exhausted\"") == 1);
        awe4lb.says("pool wide, backend " + WIDE_ID + ": no local port is free: ");
        awe4lb.err().says(Pattern.compile("pool wide, backend " + WIDE_ID + ": \\d+ of the 16 connections live that local ports allow"));
        Eventually.until("the event is there", () -> admin("/api/v1/events").contains("of the 16 connections live that local ports allow"));
        Scrape full = scraped(active -> active == 2 * PORTS);
        assertEquals(2 * PORTS, ports(full, "wide", WIDE_ID));
        assertEquals(PORTS, ports(full, "narrow", "127.0.0.8:7000"));
        full.samples().stream().filter(sample -> sample.name().equals("awe4lb_eventloop_accept_pauses_total"))
                .forEach(sample -> assertEquals(0, sample.value(), sample::toString));

        for (int i = 0; i < PORTS; i++) {
            outpost.tell("close c" + i);
        }
        Eventually.until("new clients are served", () -> asked(WIDE).equals("served"));
        Scrape after = scraped(active -> active == PORTS + 1);
        assertAlerts(active(full), active(after));
    }

    /** @return what became of a new client: served or end */
    private String asked(int port) throws Exception {
        String name = "c" + clients;
        assertEquals("ok", outpost.tell("open %s tcp %s %d %s %d", name, HERE, FIRST_CLIENT + clients, HERE, port));
        clients++;
        return outpost.tell("ask %s hello", name).startsWith("hello ") ? "served" : "end";
    }

    /** From ports of its own: the eight are soon used up by who asks again and again. */
    private String admin(String path) throws Exception {
        return networks.run(NETWORK,
                "curl -sS -m 20 --local-port 20000-29999 -H 'Authorization: Bearer %s' http://127.0.0.1:7070%s"
                        .formatted(Administered.VIEWER, path));
    }

    private Scrape scraped(Predicate<Double> wanted) throws Exception {
        Scrape[] last = {Scrape.of("")};
        Eventually.until("so many are active", () -> {
            last[0] = Scrape.of(admin("/metrics"));
            return wanted.test(active(last[0]));
        });
        return last[0];
    }

    private static double active(Scrape scrape) {
        return scrape.value("awe4lb_backend_connections_active", "pool", "wide", "backend", WIDE_ID);
    }

    private static double ports(Scrape scrape, String pool, String backend) {
        return scrape.value("awe4lb_backend_source_ports", "pool", pool, "backend", backend);
    }

    /** Prometheus' own opinion of what was read: five minutes of the one, then of the other. */
    private void assertAlerts(double full, double after) throws Exception {
        Path rules = Distribution.SOURCES.resolve("monitoring/alerts.rules.yml");
        Path test = file("alerts.test.yml", """
                rule_files: ["%s"]
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series:
                      - {series: 'awe4lb_backend_connections_active{job="awe4lb",pool="wide",backend="a"}', values: '%sx5 %sx5'}
                      - {series: 'awe4lb_backend_source_ports{job="awe4lb",pool="wide",backend="a"}', values: '16x11'}
                    promql_expr_test:
                      - expr: count by (pool) (ALERTS{alertname="Awe4lbSourcePortsShort",alertstate="firing"})
                        eval_time: 5m
                        exp_samples: [{labels: '{pool="wide"}', value: 1}]
                      - expr: count by (pool) (ALERTS{alertname="Awe4lbSourcePortsShort"})
                        eval_time: 9m
                        exp_samples: []
                """.formatted(rules, full, after));
        Prometheus.tool("test", "rules", test.toString());
    }
}
