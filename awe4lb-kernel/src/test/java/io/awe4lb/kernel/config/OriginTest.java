package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OriginTest {

    private final Map<String, Origin> found = Origin.all("""
            # the shop
            listeners:
              web: {bind: ":${PORT:-80}", pool: web}
            pools:
              web:
                backends:
                  - "10.0.0.1:80"
                  - address: "a/b~c:1"
                    weight: 5
                keepAlive: {}
                userTimeout:
                "a/b~c": $${x}
            """);

    @Test
    void everyValueHasTheLineThatItStandsIn() {
        assertEquals(new Origin(3, "web"), found.get("/listeners/web/pool"));
        assertEquals(new Origin(7, "10.0.0.1:80"), found.get("/pools/web/backends/0"));
        assertEquals(new Origin(9, "5"), found.get("/pools/web/backends/1/weight"));
        assertEquals(new Origin(10, ""), found.get("/pools/web/keepAlive"));
        assertEquals(11, found.get("/pools/web/userTimeout").line());
        assertEquals(12, found.get("/pools/web/a~1b~0c").line());
        assertFalse(found.containsKey("/pools/web"), "it has values of its own");
    }

    @Test
    void aVariableIsSeenWhereOneIs() {
        assertTrue(found.get("/listeners/web/bind").hasVariable());
        assertFalse(found.get("/pools/web/a~1b~0c").hasVariable());
        assertFalse(found.get("/listeners/web/pool").hasVariable());
    }
}
