package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveConfigTest {

    private static final String TEXT = """
            admin: {auth: {tokens: {ops: {token: geheim, role: admin}}}}
            metrics: {exporters: {push: {type: push, headers: {Authorization: geheim}}, other: prometheus}}
            loops: auto
            defaults: {timeouts: {idle: 60m}}
            accessLog: {format: {type: words, path: /}, target: {file: /var/log/awe4lb.log}, level: off}
            listeners:
              web: {bind: ":${PORT}", pool: "${POOL}", timeouts: {connect: 1500ms}, onRemove: drain, deferAccept: true,
                    accessLog: {level: 1/100, anonymize: true}}
            pools:
              web:
                strategy: sticky
                backends: ["a:1", {address: "b:1", weight: 5}]
                healthCheck: {type: http, rise: "${RISE}"}
                passiveHealth: off
                keepAlive: {}
                sourceAddresses: 10.0.0.9
              exec:
                discovery: {type: exec, command: ls, environment: {A: 1}, output: 16k}
            """;

    @Test
    void defaultsAreFilledIn() throws InvalidTextException, IOException {
        JsonNode all = effective(TEXT);
        assertJson("""
                {"bind": "127.0.0.1:7070", "auth": {"tokens": {"ops": {"token": "********", "role": "admin"}}}}
                """, all.get("admin"));
        assertJson("""
                {"public": false, "maxSeries": 300000,
                 "exporters": {"push": {"type": "push", "headers": {"Authorization": "********"}}, "other": {"type": "prometheus"}}}
                """, all.get("metrics"));
        assertJson("{\"delay\": \"0s\", \"drain\": \"30s\"}", all.get("shutdown"));
        assertEquals(Reading.valid(TEXT).loops(), all.get("loops").intValue());
        assertJson("""
                {"bind": [":8080"], "protocol": "tcp", "pool": "web", "halfClose": true, "onRemove": "drain 30s", "backlog": 4096,
                 "timeouts": {"connect": "1s500ms", "idle": "1h", "clientIdle": "off", "backendIdle": "off",
                              "maxLifetime": "off", "peek": "500ms", "handshake": "10s"},
                 "limits": {"connections": 0, "connectionsPerSource": 0, "ipv4Prefix": 32, "ipv6Prefix": 64, "onLimit": "close",
                            "maxQueued": 1000},
                 "deferAccept": "true", "fastOpen": "off", "transparent": false, "keepAlive": "off", "userTimeout": "off", "mark": 0,
                 "accessLog": {"format": {"type": "words", "path": "/"}, "target": {"file": "/var/log/awe4lb.log"}, "level": "1/100",
                               "anonymize": true, "interim": "off"}, "priority": 50, "acmeChallenges": false}
                """, all.at("/listeners/web"));
        assertJson(
                """
                        {"strategy": {"type": "sticky", "by": "source"},
                         "backends": [{"address": "a:1", "weight": 1, "priority": 1, "maxConnections": 0},
                                      {"address": "b:1", "weight": 5, "priority": 1, "maxConnections": 0}],
                         "healthCheck": {"type": "http", "path": "/", "verify": true, "linger": "off", "interval": "2s", "timeout": "1s",
                                         "rise": 5, "fall": 3, "initial": "up"},
                         "passiveHealth": "off", "slowStart": "off", "panicPercent": 0, "retry": {"tries": 3, "timeout": "10s"}, "onDown": "reselect", "onRemove": "drain 30s",
                         "proxyProtocol": "off", "sourceAddresses": ["10.0.0.9"], "transparent": false, "keepAlive": {"idle": "1m", "interval": "10s", "count": 3},
                         "userTimeout": "off", "mark": 0}
                        """,
                all.at("/pools/web"));
        assertJson("""
                {"type": "exec", "command": ["ls"], "environment": {"A": "1"}, "output": 16384, "interval": "10s", "timeout": "30s",
                 "onFailure": "keep-last", "allowEmpty": false}
                """, all.at("/pools/exec/discovery"));
    }

    @Test
    void itMeansTheSame() throws InvalidTextException {
        ObjectNode all = effective(TEXT);
        ((ObjectNode) all.at("/admin/auth/tokens/ops")).put("token", "geheim");
        ((ObjectNode) all.at("/metrics/exporters/push/headers")).put("Authorization", "geheim");
        BalancerConfig written = Reading.valid(all.toPrettyString());
        BalancerConfig config = Reading.valid(TEXT);
        assertEquals(config.admin(), written.admin());
        assertEquals(config.metrics().exporters().map(Map::keySet), written.metrics().exporters().map(Map::keySet));
        assertEquals(config.listeners(), written.listeners());
        assertEquals(config.pools().get("web").connect(), written.pools().get("web").connect());
        assertEquals(effective(TEXT), effective(all.toString()));
        ObjectNode smallest = effective("{}");
        assertEquals(Reading.valid("{}"), Reading.valid(smallest.toString()));
        assertEquals(smallest, effective(smallest.toString()));
    }

    @Test
    void secretsAreNotInIt() throws InvalidTextException {
        assertFalse(effective(TEXT).toString().contains("geheim"));
        assertFalse(effective("admin: {auth: {tokens: {a: {token: {env: PORT}, role: admin}}}}").toString().contains("8080"));
    }

    @Test
    void whatIsNotValidHasNone() {
        var failure = assertThrows(InvalidTextException.class, () -> effective("loops: 0"));
        assertEquals("out-of-range", failure.findings().getFirst().code());
    }

    private static ObjectNode effective(String text) throws InvalidTextException {
        return EffectiveConfig.of(FakeProviders.all(), Reading.VARIABLES::get, text);
    }

    private static void assertJson(String expected, JsonNode actual) throws IOException {
        JsonNode json = new ObjectMapper().readTree(expected);
        assertEquals(json.toPrettyString(), new ObjectMapper().readTree(ordered(json, actual).toString()).toPrettyString());
    }

    /** Keys in the order of the expected ones, others after them. */
    private static JsonNode ordered(JsonNode expected, JsonNode actual) {
        if (!(expected instanceof ObjectNode model) || !(actual instanceof ObjectNode object)) {
            return actual;
        }
        ObjectNode result = object.objectNode();
        model.properties().stream().filter(property -> object.has(property.getKey()))
                .forEach(property -> result.set(property.getKey(), ordered(property.getValue(), object.get(property.getKey()))));
        object.properties().forEach(property -> result.putIfAbsent(property.getKey(), property.getValue()));
        return result;
    }
}
