package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.cli.Typed;
import org.junit.jupiter.api.Test;

class LogCommandTest extends ClientTest {

    private static final String ONE = "/api/v1/log/levels/io.awe4lb.kernel.pool";

    private final ObjectMapper mapper = new ObjectMapper();

    private static ObjectNode level() {
        return Contract.WRITTEN.example("LoggerLevel");
    }

    private JsonNode sent() throws Exception {
        return mapper.readTree(server().last().body());
    }

    @Test
    void withoutALoggerAllAreListed() {
        server().on("GET /api/v1/log/levels", mapper.createArrayNode()
                .add(level().put("logger", "root").put("level", "info").put("origin", "default").put("who", "")).add(level()));
        typed("log", "level").endsWith(0).printed("""
                LOGGER                 LEVEL  FROM      WHO
                root                   info   default   -
                io.awe4lb.kernel.pool  debug  override  ops
                """);
    }

    @Test
    void withALoggerAloneItIsShown() {
        server().on("GET " + ONE, level());
        typed("log", "level", "io.awe4lb.kernel.pool").endsWith(0).printed("io.awe4lb.kernel.pool: debug (override)\n");
    }

    @Test
    void aLevelIsSaidAndTakenBack() throws Exception {
        server().on("PUT " + ONE, level()).on("PUT " + ONE, level().put("level", "info").put("origin", "default").put("who", ""));
        typed("log", "level", "io.awe4lb.kernel.pool", "debug").endsWith(0).printed("io.awe4lb.kernel.pool: debug (override)\n");
        assertEquals(mapper.readTree("{\"level\": \"debug\"}"), sent());
        assertEquals("*", server().last().header("If-match"));
        typed("log", "level", "io.awe4lb.kernel.pool", "configured").endsWith(0).printed("io.awe4lb.kernel.pool: info (default)\n");
        assertEquals(mapper.readTree("{\"level\": null}"), sent());
    }

    @Test
    void aDryRunSaysThatItIsOne() {
        server().on("PUT " + ONE, level());
        typed("log", "level", "io.awe4lb.kernel.pool", "debug", "--dry-run").endsWith(0).says("dry run: io.awe4lb.kernel.pool");
        assertEquals("dryRun=true", server().last().uri().getQuery());
        typed("log", "level", "--dry-run").endsWith(2).complains("say a LEVEL");
    }

    @Test
    void whatTheServerRefusesIsSaid() {
        server().refuse("PUT " + ONE, "Forbidden");
        typed("log", "level", "io.awe4lb.kernel.pool", "debug").endsWith(1).complains("this needs the role operator");
        Typed.of("log").endsWith(2).complains("say which: level");
    }
}
