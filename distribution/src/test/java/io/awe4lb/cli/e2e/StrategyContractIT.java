package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all strategies have in common: limits, priorities, drains, and what is said over REST. */
class StrategyContractIT extends Administered {

    @ParameterizedTest
    @ValueSource(strings = {"least-bandwidth", "p2c", "first", "maglev", "sticky, hashBalanceFactor: 150"})
    void aFullBackendGetsNobodyMoreAndTheOthersDo(String type) throws Exception {
        administered(serving(type, "{name: a, address: \"%s\", maxConnections: 2}, {name: b, address: \"%s\", maxConnections: 3}"));

        assertEquals(Map.of("a", 2, "b", 3), held(5));
        client(web.address()).isClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"least-bandwidth", "p2c", "first", "maglev", "sticky, hashBalanceFactor: 150"})
    void aHigherPriorityNumberServesOnlyWhileTheLowerCannot(String type) throws Exception {
        administered(serving(type, "{name: a, address: \"%s\", priority: 2, weight: 9}, {name: b, address: \"%s\"}"));

        assertEquals(Map.of("b", 6), held(6));
        b.dies();
        assertEquals(Map.of("a", 6), held(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"least-bandwidth", "p2c", "first", "maglev", "sticky, hashBalanceFactor: 150"})
    void aBackendThatDrainsKeepsItsClientsAndGetsNobodyNew(String type) throws Exception {
        Api api = api(administered(serving(type, "{name: a, address: \"%s\"}, {name: b, address: \"%s\"}")));
        Peer kept = client(web.address());
        String name = kept.line();
        String other = name.equals("a") ? "b" : "a";

        api.put(adminState(name), Api.ANY, "{\"state\": \"drain\"}").with(200);
        assertEquals(Map.of(other, 10), held(10));
        kept.sends("still here\n");
        kept.receives("still here\n");

        api.put(adminState(name), Api.ANY, "{\"state\": \"ready\"}").with(200);
        Eventually.until("it serves again", () -> client(web.address()).line().equals(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"least-bandwidth", "p2c", "first", "maglev", "sticky"})
    void theTypeAndItsDefaultsAreShownOverRest(String type) throws Exception {
        Api api = api(administered(serving(type, "{name: a, address: \"%s\"}, {name: b, address: \"%s\"}")));
        Map<String, List<String>> defaults = Map.of("least-bandwidth", List.of("/halfLife", "5s"),
                "maglev", List.of("/tableSize", "65537"), "sticky", List.of("/ipv4Prefix", "24"));

        Reply effective = api.get(CONFIG + "?view=effective", "Accept", "application/json").with(200);
        assertEquals(type, effective.at("/pools/web/strategy/type"));
        List<String> option = defaults.getOrDefault(type, List.of("/type", type));
        assertEquals(option.getLast(), effective.at("/pools/web/strategy" + option.getFirst()));
    }

    /** The running pool changes from one to the next: a connection that lives is not touched. */
    @ParameterizedTest
    @ValueSource(strings = {"least-bandwidth", "p2c", "first", "maglev", "sticky"})
    void aPoolChangesItsStrategyWhileItServes(String type) throws Exception {
        Api api = api(administered(serving("round-robin", "{name: a, address: \"%s\"}, {name: b, address: \"%s\"}")));
        Chatter client = chatter(web.address());

        api.patch(pool("web"), Api.ANY, "{\"strategy\": {\"type\": \"%s\"}}".formatted(type)).with(200);

        client.goesOn();
        assertTrue(Set.of("a", "b").containsAll(held(6).keySet()), "everybody is served");
        client.goesOn();
        client.ends();
    }

    private String serving(String type, String backends) {
        return admin() + """
                listeners:
                  web: {bind: "%s", pool: web}
                pools:
                  web:
                    strategy: {type: %s}
                    backends: [%s]
                """.formatted(web, type, backends.formatted(a, b));
    }

    private Map<String, Integer> held(int clients) throws Exception {
        Map<String, Integer> held = new TreeMap<>();
        for (int i = 0; i < clients; i++) {
            held.merge(client(web.address()).line(), 1, Integer::sum);
        }
        return held;
    }
}
