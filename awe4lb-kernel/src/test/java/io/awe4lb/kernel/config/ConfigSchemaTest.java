package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.awe4lb.spi.Provider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words such as {@code off} are quoted in the samples: the validator reads YAML 1.1, where they are booleans when they are not. */
class ConfigSchemaTest {

    private static final String TEXT = ConfigSchema.text(FakeProviders.all());
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(TEXT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "listeners:\npools:\n",
                "listeners: {web: {bind: ':80', pool: web}}\npools: {web: {backends: ['10.0.0.1:80']}}",
                "listeners: {web: {bind: [':80', '[::1]:81'], pool: web, protocol: tcp, halfClose: false,"
                        + " timeouts: {connect: 1s, idle: 'off'}}}\n"
                        + "pools: {web: {backends: 'a:1'}}",
                "listeners: {web: {bind: ':80', pool: web, backlog: 10k, deferAccept: true, fastOpen: 256, userTimeout: 30s,"
                        + " keepAlive: {idle: 1m, interval: 10s, count: 5}, interface: eth0, mark: 7}}\n"
                        + "pools: {web: {backends: 'a:1', sourceAddresses: [10.0.0.9, 'fd00::9'], keepAlive: {},"
                        + " userTimeout: 'off', interface: eth0.7, mark: 0}}",
                "listeners: {web: {bind: ':80', pool: web, deferAccept: false, fastOpen: 'off', keepAlive: 'off'},"
                        + " web2: {bind: ':81', pool: web, deferAccept: 30s}}\n"
                        + "pools: {web: {backends: 'a:1', sourceAddresses: 10.0.0.9}}",
                "listeners: {web: {bind: ':80', routes: [{sni: ['a.example', '*.b.example', '~c[0-9]+'], alpn: h2, pool: web},"
                        + " {source: [10.0.0.0/8, 'fd00::9'], pool: web}], timeouts: {handshake: 5s}}}\npools: {web: {backends: 'a:1'}}",
                "listeners: {web: {bind: ':80', pool: web, tls: {certificates: [{cert: a.pem, key: a.key, password: {env: POOL}},"
                        + " {cert: b.pem, key: b.key}], minVersion: TLSv1.3, maxVersion: TLSv1.3, ciphers: TLS_AES_128_GCM_SHA256,"
                        + " alpn: [h2, http/1.1], clientAuth: {mode: optional, ca: ca.pem, crl: ca.crl}, engine: jdk,"
                        + " preferServerCiphers: false, sessionTickets: false, sessionCache: 100}}}\npools: {web: {backends: 'a:1'}}",
                "loops: auto",
                "metrics: 'off'",
                "admin: 'off'",
                "admin: {bind: 'off'}",
                "admin: {bind: ':7070', hosts: [lb.example], auth: {tokens: {ops: {token: '${POOL}-token', role: admin},"
                        + " ci: {token: {env: PORT}, role: viewer}}}, tls: {cert: a.pem, key: a.key}}",
                "listeners: {web: {bind: ':80', pool: web, onRemove: keep}}\npools: {web: {backends: 'a:1', onRemove: drain 1m30s}}",
                "loops: 4\nshutdown: {delay: 0s, drain: 1m30s}\n"
                        + "defaults: {timeouts: {connect: 250ms, idle: 1d2h3m4s5ms, clientIdle: 'off'}}",
                "pools: {p: {strategy: sticky, backends: [{address: 'a:1', name: b, weight: 5, priority: 1, maxConnections: 10k}, 'b:1']}}",
                "pools: {p: {strategy: {type: sticky, by: source-network}, backends: []}}",
                "pools: {p: {discovery: {type: exec, command: [a, 1, true], environment: {A: 1}, output: 16k,"
                        + " interval: 5s, onFailure: set-empty}}}",
                "pools: {p: {discovery: {type: dns, interval: ttl}}}",
                "pools: {p: {discovery: dns}}",
                "metrics: {exporters: {e: {type: push, headers: {Any: x}, basic: {user: a, password: 5}}}}",
                "pools: {p: {discovery: {type: static, backends: ['a:1']}}}",
                "pools: {p: {backends: [], healthCheck: tcp, passiveHealth: 'off', onDown: close}}",
                "pools: {p: {backends: [], healthCheck: {type: http, path: /, verify: false, rise: 2, port: 81, host: x, initial: down},"
                        + " passiveHealth: {failures: 2, ejection: 'off'}, retry: {tries: 0, timeout: 1s}}}",
                "loops: '${N:-2}'\npools: {p: {strategy: '${S:-weight}', backends: ['${B:-a:1}'], onDown: '${D:-keep}',"
                        + " passiveHealth: '${P:-off}', healthCheck: {type: '${T:-tcp}', rise: '${R:-1}', interval: '${I:-1s}'}}}",
                "pools: {p: {backends: [], healthCheck: {type: http, verify: '${V:-true}'}}}"
            })
    void whatTheReaderAcceptsIsValid(String text) {
        assertInstanceOf(ConfigResult.Valid.class, Reading.read(text), () -> Reading.findings(text).toString());
        assertEquals(Set.of(), validate(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listener: {}",
                "- a",
                "loops: 0",
                "loops: 1025",
                "loops: many",
                "loops: 1.5",
                "loops: null",
                "shutdown: {delay: 5}",
                "shutdown: {delay: 5x}",
                "shutdown: {delay: ''}",
                "shutdown: {delay: off}",
                "shutdown: 5s",
                "listeners: {web: {bind: ':80'}}",
                "listeners: {web: {bind: ':80', routes: []}}",
                "listeners: {web: {bind: ':80', routes: {sni: a.example}}}",
                "listeners: {web: {bind: ':80', routes: {pool: p}}}",
                "listeners: {web: {bind: ':80', routes: {source: somewhere, pool: p}}}",
                "listeners: {web: {bind: [], pool: p}}",
                "listeners: {web: {bind: 80, pool: p}}",
                "listeners: {'a b': {bind: ':80', pool: p}}",
                "listeners: {web: null}",
                "admin: 'on'",
                "admin: {bind: 7070}",
                "admin: {hosts: [a/b]}",
                "admin: {auth: {tokens: {a: {token: x}}}}",
                "admin: {auth: {tokens: {a: {token: {}, role: admin}}}}",
                "admin: {auth: {tokens: {a: {token: '', role: admin}}}}",
                "admin: {auth: {tokens: {a: {token: x, role: root}}}}",
                "admin: {tls: {cert: a.pem}}",
                "listeners: {web: {bind: ':80', pool: p, onRemove: drain 5}}",
                "pools: {p: {backends: [], onRemove: kill}}",
                "listeners: {web: {bind: ':80', pool: p, halfClose: 'yes'}}",
                "listeners: {web: {bind: ':80', pool: p, protocol: sctp}}",
                "listeners: {web: {bind: ':80', pool: p, tls: {}}}",
                "listeners: {web: {bind: ':80', pool: p, tls: {certificates: {cert: a, key: b}, minVersion: SSLv3}}}",
                "listeners: {web: {bind: ':80', pool: p, deferAccept: 5}}",
                "listeners: {web: {bind: ':80', pool: p, keepAlive: true}}",
                "listeners: {web: {bind: ':80', pool: p, interface: 'a/b'}}",
                "pools: {p: {backends: [], sourceAddresses: []}}",
                "pools: {p: {backends: [], sourceAddresses: ['a.example']}}",
                "pools: {p: {}}",
                "metrics: {exporters: {e: {type: push, basic: {user: a, pasword: b}}}}",
                "pools: {p: {backends: [], discovery: dns}}",
                "pools: {p: {backends: [{}]}}",
                "pools: {p: {backends: [a]}}",
                "pools: {p: {backends: [{address: 'a:1', weight: 65536}]}}",
                "pools: {p: {backends: [{address: 'a:1', weight: x}]}}",
                "pools: {p: {backends: [], strategy: nothing}}",
                "pools: {p: {backends: [], strategy: {type: nothing}}}",
                "pools: {p: {backends: [], strategy: {by: source}}}",
                "pools: {p: {backends: [], strategy: {type: sticky, by: color}}}",
                "pools: {p: {backends: [], strategy: {type: weight, by: source}}}",
                "pools: {p: {discovery: exec}}",
                "pools: {p: {discovery: {type: exec}}}",
                "pools: {p: {discovery: {type: static, backends: [], interval: 5s}}}",
                "pools: {p: {backends: [], healthCheck: {type: tcp, rise: 0}}}",
                "pools: {p: {backends: [], healthCheck: {type: tcp, port: 0}}}",
                "pools: {p: {backends: [], passiveHealth: on}}",
                "pools: {p: {backends: [], onDown: kill}}"
            })
    void whatTheReaderRefusesIsInvalid(String text) {
        assertInstanceOf(ConfigResult.Invalid.class, Reading.read(text));
        assertTrue(!validate(text).isEmpty(), text);
    }

    @Test
    void itIsWrittenInDraft7() throws IOException {
        JsonSchema draft = JsonSchemaFactory.getInstance(VersionFlag.V7)
                .getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"));
        assertEquals(Set.of(), draft.validate(new ObjectMapper().readTree(TEXT)));
        JsonSchema empty = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(ConfigSchema.text(Providers.of(List.of())));
        assertEquals(Set.of(), empty.validate("{}", InputFormat.JSON));
        assertEquals(Set.of(), draft.validate(new ObjectMapper().readTree(ConfigSchema.text(Providers.of(List.of())))));
    }

    /** Both sides are walked: a key that one of them has and the other does not is found here. */
    @Test
    void itHasTheKeysOfTheReaderAndNoOthers() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(TEXT);
        Set<String> inSchema = new TreeSet<>();
        collect(schema, "", inSchema);
        Set<String> inReader = new TreeSet<>();
        collect(RootKeys.ROOT, "", inReader);
        collect(schema.at("/definitions/backend"), "/backend", inSchema);
        collect(PoolKeys.BACKEND, "/backend", inReader);

        assertEquals(inReader, inSchema);
        assertTrue(inReader.contains("/pools/*/healthCheck/http/verify"), inReader::toString);
    }

    @Test
    void everyKeyIsDescribed() throws IOException {
        List<String> bare = new ArrayList<>();
        describe(new ObjectMapper().readTree(TEXT), "", bare);
        assertEquals(List.of(), bare);
    }

    @Test
    void defaultsAreWrittenAsAUserWouldWriteThem() throws IOException {
        JsonNode properties = new ObjectMapper().readTree(TEXT).get("properties");
        assertEquals("auto", properties.at("/loops/default").asText());
        JsonNode timeouts = properties.at("/defaults/properties/timeouts/properties");
        assertEquals("10m", timeouts.at("/idle/default").asText());
        assertEquals("off", timeouts.at("/clientIdle/default").asText());
        JsonNode pool = properties.at("/pools/additionalProperties/properties");
        assertEquals("weight", pool.at("/strategy/default").asText());
        assertEquals(3, pool.at("/retry/properties/tries/default").asInt());
        assertEquals("reselect", pool.at("/onDown/default").asText());
    }

    private static Set<ValidationMessage> validate(String text) {
        return SCHEMA.validate(text, InputFormat.YAML);
    }

    private static void collect(Shape<?> shape, String path, Set<String> keys) {
        switch (shape) {
            case Shape.Section<?> section -> collect(section.keys(), path, keys);
            case Shape.ById<?>(var entry) -> collect(entry, path + "/*", keys);
            case Shape.Several<?>(var element, _) -> collect(element, path, keys);
            case Shape.OrWord<?>(_, _, var other) -> collect(other, path, keys);
            case Shape.Plugin<?, ?> plugin -> collect(plugin, path, keys);
            case Shape.SecretText _ -> collect(SecretReader.SOURCE, path, keys);
            default -> {}
        }
    }

    private static void collect(List<Key<?>> section, String path, Set<String> keys) {
        for (Key<?> key : section) {
            keys.add(path + "/" + key.name());
            collect(key.shape(), path + "/" + key.name(), keys);
        }
    }

    private static <P extends Provider> void collect(Shape.Plugin<P, ?> plugin, String path, Set<String> keys) {
        for (P provider : plugin.kind().providers().apply(FakeProviders.all()).values()) {
            PluginKeys.of(plugin, provider).names().forEach(name -> keys.add(path + "/" + provider.type() + "/" + name));
        }
    }

    private static void collect(JsonNode part, String path, Set<String> keys) {
        if (part.has("$ref")) {
            return;
        }
        part.path("anyOf").forEach(one -> collect(one, path, keys));
        if (part.has("allOf")) {
            part.get("allOf").forEach(one -> collect(one.get("then"), path + "/" + one.at("/if/properties/type/const").asText(), keys));
            return;
        }
        part.path("properties").properties().forEach(property -> {
            keys.add(path + "/" + property.getKey());
            collect(property.getValue(), path + "/" + property.getKey(), keys);
        });
        if (part.path("additionalProperties").isObject()) {
            collect(part.get("additionalProperties"), path + "/*", keys);
        }
    }

    private static void describe(JsonNode part, String path, List<String> bare) {
        boolean isCondition = path.endsWith("/if") || part.has("allOf");
        if (part.has("properties") && !isCondition) {
            part.get("properties").properties().stream()
                    .filter(property -> !property.getValue().has("description"))
                    .forEach(property -> bare.add(path + "/" + property.getKey()));
        }
        part.properties().forEach(property -> describe(property.getValue(), path + "/" + property.getKey(), bare));
        for (int i = 0; part.isArray() && i < part.size(); i++) {
            describe(part.get(i), path + "/" + i, bare);
        }
    }
}
