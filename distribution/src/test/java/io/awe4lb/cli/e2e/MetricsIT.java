package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What Prometheus is shown by a running program. */
@Order(1)
class MetricsIT extends Administered {

    private static final int CONNECTIONS = 1_000;
    private static final int AT_ONCE = 8;

    private static Scrape scrape(Api api) throws Exception {
        return Scrape.of(api.get("/metrics").with(200).body());
    }

    @Test
    void everyConnectionAndEveryByteIsCountedOnceOnEachSide() throws Exception {
        Api api = api(administered(servingBoth()), VIEWER);
        Map<String, Integer> served = Load.spread(web.address(), CONNECTIONS, AT_ONCE);
        Eventually.until("all have ended", () -> scrape(api).sum("awe4lb_listener_connections_closed_total") == CONNECTIONS);
        Scrape scrape = scrape(api);
        assertEquals(CONNECTIONS, scrape.value("awe4lb_listener_connections_accepted_total", "listener", "web", "protocol", "tcp"));
        assertEquals(CONNECTIONS,
                scrape.value("awe4lb_listener_connections_closed_total", "listener", "web", "protocol", "tcp", "reason", "normal"));
        assertEquals(0, scrape.sum("awe4lb_listener_connections_active"));
        assertEquals(0, scrape.sum("awe4lb_listener_connections_rejected_total"));
        assertEquals(CONNECTIONS, scrape.sum("awe4lb_listener_session_duration_seconds_count"));
        for (NamedBackend backend : new NamedBackend[] {a, b}) {
            int expected = served.get(backend == a ? "a" : "b");
            assertEquals(expected, scrape.value("awe4lb_backend_connections_total", "pool", "web", "backend", backend.toString()));
            assertEquals(expected,
                    scrape.value("awe4lb_backend_connect_duration_seconds_count", "pool", "web", "backend", backend.toString()));
        }
        long sent = IntStream.rangeClosed(1, CONNECTIONS).mapToLong(i -> ("line " + i + "\n").length()).sum();
        long received = sent + 2L * CONNECTIONS; // and the backend's name before
        for (String family : new String[] {"awe4lb_bytes_total", "awe4lb_listener_bytes_total", "awe4lb_backend_bytes_total"}) {
            assertEquals(sent, sum(scrape, family, "in"), family);
            assertEquals(received, sum(scrape, family, "out"), family);
        }
    }

    private static double sum(Scrape scrape, String name, String direction) {
        return scrape.samples().stream().filter(sample -> sample.name().equals(name) && direction.equals(sample.labels().get("direction")))
                .mapToDouble(Scrape.Sample::value).sum();
    }

    @Test
    void clientsWithoutABackendAreCountedByReason() throws Exception {
        Api api = api(administered(servingA().replace("round-robin,", "round-robin, passiveHealth: {maxEjectedPercent: 100},")));
        a.stops();
        client(web.address()).seesEnd();
        Eventually.until("the refusal is counted", () -> scrape(api).sum("awe4lb_backend_connect_errors_total") == 1);
        client(web.address()).seesEnd();
        Eventually.until("the want of a backend is counted", () -> scrape(api).sum("awe4lb_pool_no_backend_total") == 1);
        Scrape scrape = scrape(api);
        assertEquals(1, scrape.value("awe4lb_backend_connect_errors_total", "pool", "web", "backend", a.toString(), "reason",
                "backend_refused"));
        assertEquals(1, scrape.value("awe4lb_listener_connections_rejected_total", "listener", "web", "protocol", "tcp", "reason",
                "no_backend"));
        assertEquals(0, scrape.value("awe4lb_backend_serves", "pool", "web", "backend", a.toString()));
        assertEquals(1, scrape.value("awe4lb_backend_ejected", "pool", "web", "backend", a.toString()));
    }

    @Test
    void theFamiliesAreThoseOfThePage() throws Exception {
        SelfSigned own = SelfSigned.make(directory, "EC");
        String more = """
                issuers: {silent: {type: acme, directory: "https://127.0.0.1:1/", acceptTerms: true, challenge: tls-alpn-01}}
                listeners:
                  dns: {bind: "127.0.0.1:0", protocol: udp, pool: web}
                  secure:
                    bind: "127.0.0.1:0"
                    routes: [{sni: a.example.com, pool: web}]
                    pool: secure
                    limits: {connections: 1000, onLimit: dry-run}
                    tls: {certificates: [{cert: "%s", key: "%s"}, {issuer: silent, names: site.example}], ocspStapling: true}
                """.formatted(own.cert(), own.key());
        Awe4lb awe4lb = administered(servingA().replace("round-robin,", "round-robin, healthCheck: tcp,").replace("listeners:\n", more)
                + "  secure: {backends: [\"%s\"], tls: {sni: localhost}}\n".formatted(a));
        Api api = api(awe4lb);
        scrape(api);
        Eventually.until("the collector has paused since then", () -> {
            jcmd(awe4lb, "GC.run");
            return scrape(api).families().contains("jvm_gc_pause_seconds");
        });
        String page = Files.readString(Distribution.SOURCES.resolve("docs/metrics.md"));
        String tables = page.substring(0, page.indexOf("## Coming from")).lines().filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1]).collect(Collectors.joining());
        Set<String> written = Pattern.compile("`((?:awe4lb|jvm|process|system)_[a-z0-9_]+)`").matcher(tables).results()
                .map(name -> name.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(written, new TreeSet<>(scrape(api).families()));
    }

    @Test
    void whatIsRemovedVanishesWithTheChange() throws Exception {
        Api api = api(administered(servingBoth()));
        assertTrue(scrape(api).valuesOf("backend").contains(b.toString()));
        api.delete(backend("web", b), Api.ANY).with(200);
        assertEquals(Set.of(a.toString()), scrape(api).valuesOf("backend"));
        api.delete(WEB, Api.ANY).with(200);
        api.delete(pool("web"), Api.ANY).with(200);
        Scrape scrape = scrape(api);
        assertEquals(Set.of(), scrape.valuesOf("backend"));
        assertEquals(Set.of(), scrape.valuesOf("pool"));
        assertEquals(Set.of(), scrape.valuesOf("listener"));
    }

    @Test
    void hostileNamesComeBackAsTheyAre() throws Exception {
        String hostile = "unix:/run/we\"ird\\x\né🦊{}=,.sock";
        file = file("awe4lb.yaml", servingA().replace("\"" + a + "\"", "\"unix:/run/we\\\"ird\\\\x\\né🦊{}=,.sock\""));
        Launch inUtf8 = Launch.shared().environment("PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"); // paths are as the system's locale says
        Api api = api(started(inUtf8, "run", "-c", file.toString(), "--data", data.toString(), "--admin", "127.0.0.1:0").ready());
        assertEquals(Set.of(hostile), scrape(api).valuesOf("backend"));
    }

    @Test
    void nothingOfTheLibraryIsLoadedBeforeSomebodyAsks() throws Exception {
        Awe4lb awe4lb = administered(servingA());
        Api api = api(awe4lb);
        api.get("/api/v1/stats").with(200);
        assertEquals(0, libraryClasses(awe4lb));
        scrape(api);
        assertTrue(libraryClasses(awe4lb) > 0);
    }

    private static long libraryClasses(Awe4lb awe4lb) throws Exception {
        return Pattern.compile("io\\.(micrometer|prometheus)\\.").matcher(jcmd(awe4lb, "VM.classloaders", "show-classes=true")).results()
                .count();
    }

    private static String jcmd(Awe4lb awe4lb, String... command) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(Distribution.home().resolve("runtime/bin/jcmd").toString(),
                String.valueOf(awe4lb.pid())));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0, said);
        return said;
    }

    @Test
    void anAddressOfItsOwnComesMovesAndGoesWhileItRuns() throws Exception {
        Api api = api(administered(servingA()));
        Place first = Place.free();
        Place second = Place.free();
        api.patch("/api/v1/config", Api.ANY, exporters(first)).with(200);
        assertEquals(0, own(first).value("awe4lb_listener_connections_active", "listener", "web", "protocol", "tcp"));
        api.patch("/api/v1/config", Api.ANY, exporters(second)).with(200);
        assertTrue(first.isRefused());
        own(second);
        assertEquals(1, Scrape.of(api.get("/metrics").with(200).body()).sum("awe4lb_build_info"), "the admin server answers, too");
        api.patch("/api/v1/config", Api.ANY, exporters(web)).refusedAs(409, "change-refused").saying("take another address");
        own(second);
        api.patch("/api/v1/config", Api.ANY, "{\"metrics\": {\"exporters\": {\"prometheus\": null}}}").with(200);
        assertTrue(second.isRefused());
        api.get("/metrics").refusedAs(404, "not-found");
    }

    private static String exporters(Place bind) {
        return "{\"metrics\": {\"exporters\": {\"prometheus\": {\"type\": \"prometheus\", \"bind\": \"%s\"}}}}".formatted(bind);
    }

    private Scrape own(Place place) throws Exception {
        Api nobody = opened.add(Api.of(URI.create("http://" + place), ""));
        return scrape(nobody);
    }

    @Test
    void atTheStartATakenAddressKeepsNobodyFromBeingServed() throws Exception {
        Listening taken = listening("127.0.3.2", 0);
        Awe4lb awe4lb = administered(servingA() + "metrics: {exporters: {p: {type: prometheus, bind: \"127.0.3.2:%d\"}}}\n"
                .formatted(taken.port()));
        assertEquals("a", client(web.address()).line());
        awe4lb.says("metrics: exporter p is missing, and tried again every 5 s: metrics exporter p: cannot listen at 127.0.3.2");
        taken.close();
        awe4lb.says("metrics: exporter p is there");
        assertEquals(1, own(new Place(new InetSocketAddress("127.0.3.2", taken.port()))).sum("awe4lb_build_info"));
    }

    @Test
    void publicMetricsNeedNoToken() throws Exception {
        Awe4lb awe4lb = administered(servingA() + "metrics: {public: true}\n");
        scrape(api(awe4lb, ""));
        api(awe4lb, "").get("/api/v1/stats").refusedAs(401, "no-token");
    }
}
