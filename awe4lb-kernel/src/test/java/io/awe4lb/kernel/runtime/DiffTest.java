package io.awe4lb.kernel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.awe4lb.kernel.config.AdminConfig;
import io.awe4lb.kernel.config.AdmissionConfig;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.FakeProviders;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.MetricsConfig;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.config.Providers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiffTest {

    private static final Providers PROVIDERS = FakeProviders.all();

    private static final String BASE = """
            listeners: { a: { bind: ":8080", pool: p }, b: { bind: ":8081", pool: p } }
            pools:
              p: { strategy: weight, backends: [ "10.0.0.1:80", { address: "10.0.0.2:80", name: two } ] }
              q: { backends: [ "10.0.0.3:80" ] }
            """;

    @Test
    void theSameConfigurationReadTwiceDoesNotDiffer() {
        assertEquals(List.of(), Diff.between(config(BASE), config(BASE)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            :8081"                    | :8082"                                        | listener b changes: bind
            b: { bind: ":8081"        | b: { halfClose: false, bind: ":8081"          | listener b changes: halfClose
            b: { bind: ":8081"        | b: { timeouts: {idle: 1m}, bind: ":8081"      | listener b changes: timeouts
            b: { bind: ":8081"        | b: { backlog: 7, onRemove: keep, bind: ":8081" | listener b changes: onRemove, socket options
            ":8081", pool: p          | ":8081", pool: q                              | listener b changes: pool
            b: { bind: ":8081"        | b: { protocol: udp, bind: ":8081"           | listener b changes: protocol, udp
            b: { bind: ":8081"        | b: { routes: {sni: a.example, pool: q}, bind: ":8081" | listener b changes: routes
            b: { bind: ":8081"        | b: { tls: {certificates: {cert: a, key: b}}, bind: ":8081" | listener b changes: tls
            b: { bind: ":8081"        | c: { bind: ":8081"                            | listener c is added; listener b is removed
            strategy: weight          | strategy: round-robin                         | pool p changes: strategy
            strategy: weight          | onDown: close                                 | pool p changes: onDown
            strategy: weight          | healthCheck: tcp                              | pool p changes: healthCheck
            name: two                 | name: two, weight: 5                          | pool p changes: backends
            q: {                      | r: {                                          | pool r is added; pool q is removed
            listeners:                | 'shutdown: { drain: 1s } \nlisteners:'        | shutdown changes
            listeners:                | 'loops: 7 \nlisteners:'                       | loops changes
            listeners:                | 'transport: nio \nlisteners:'                 | transport changes
            listeners:                | 'log: { format: json } \nlisteners:'         | log changes
            listeners:                | 'overload: { loopLag: off } \nlisteners:'    | overload changes
            listeners:                | 'log: { levels: { root: warn } } \nlisteners:' | log changes
            listeners:                | 'admin: off \nlisteners:'                     | admin.bind changes
            """)
    void whatDiffersIsNamed(String written, String replacement, String sentences) {
        String next = BASE.replace(written, replacement.replace("\\n", "\n"));
        List<String> said = Diff.between(config(BASE), config(next)).stream().map(Change::sentence).toList();
        assertEquals(sentences, String.join("; ", said));
    }

    @Test
    void backendsThatAreWrittenAreComparedOneByOne() {
        String next = BASE.replace("\"10.0.0.1:80\"", "\"10.0.0.9:80\"").replace("name: two", "name: two, weight: 5");
        var changed = assertInstanceOf(Change.PoolChanged.class, Diff.between(config(BASE), config(next)).getFirst());
        assertEquals(
                List.of("pool p: backend 10.0.0.9:80 is added", "pool p: backend two changes", "pool p: backend 10.0.0.1:80 is removed"),
                changed.backends().stream().map(Change::sentence).toList());
        assertEquals(List.of(), changed.keys());
    }

    @Test
    void everyPartOfAConfigurationIsCompared() {
        int admission = AdmissionConfig.class.getRecordComponents().length - 1;
        assertEquals(ListenerConfig.class.getRecordComponents().length + admission, Diff.LISTENER_KEYS.size(),
                "besides the id, with the protocol, and admission by its parts");
        assertEquals(PoolConfig.class.getRecordComponents().length - 1, Diff.POOL_KEYS.size(), "besides the id");
        int settings = BalancerConfig.class.getRecordComponents().length - 4 + AdminConfig.class.getRecordComponents().length
                + MetricsConfig.class.getRecordComponents().length;
        assertEquals(settings, Diff.SETTINGS.size(), "besides listeners and pools, and admin and metrics by their parts");
    }

    private static BalancerConfig config(String text) {
        ConfigResult result = new ConfigReader(PROVIDERS, _ -> null).read("test", text);
        return assertInstanceOf(ConfigResult.Valid.class, result, () -> result.findings().toString()).config();
    }
}
