package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What all strategies have in common: limits, priorities, drains, and what is said over REST. One program for each strategy. */
@Order(1)
class StrategyContractIT {

    @Nested
    class LeastBandwidth extends Contract {

        LeastBandwidth() {
            super("least-bandwidth");
        }
    }

    @Nested
    class PowerOfTwoChoices extends Contract {

        PowerOfTwoChoices() {
            super("p2c");
        }
    }

    @Nested
    class First extends Contract {

        First() {
            super("first");
        }
    }

    @Nested
    class Maglev extends Contract {

        Maglev() {
            super("maglev");
        }
    }

    @Nested
    class Sticky extends Contract {

        Sticky() {
            super("sticky, hashBalanceFactor: 150");
        }
    }

    /** With one program. */
    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class Contract extends Administered {

        private final String type;
        private final Map<String, InetSocketAddress> places = new HashMap<>();
        private NamedBackend mortal;
        private Api api;

        Contract(String type) {
            this.type = type;
        }

        @BeforeAll
        void serve() throws Exception {
            prepareOnce();
            mortal = backend("b");
            Awe4lb awe4lb = administered(admin() + """
                    listeners:
                      web: {bind: "127.0.0.1:0", pool: web}
                      limited: {bind: "127.0.0.1:0", pool: limited}
                      ranked: {bind: "127.0.0.1:0", pool: ranked}
                      changed: {bind: "127.0.0.1:0", pool: changed}
                    pools:
                      web: {strategy: {type: %1$s}, backends: [{name: a, address: "%2$s"}, {name: b, address: "%3$s"}]}
                      limited:
                        strategy: {type: %1$s}
                        backends: [{name: a, address: "%2$s", maxConnections: 2}, {name: b, address: "%3$s", maxConnections: 3}]
                      ranked:
                        strategy: {type: %1$s}
                        backends: [{name: a, address: "%2$s", priority: 2, weight: 9}, {name: b, address: "%4$s"}]
                      changed: {strategy: round-robin, backends: ["%2$s", "%3$s"]}
                    """.formatted(type, a, b, mortal));
            for (String listener : List.of("web", "limited", "ranked", "changed")) {
                places.put(listener, awe4lb.address(listener));
            }
            api = api(awe4lb);
        }

        @Test
        void aFullBackendGetsNobodyMoreAndTheOthersDo() throws Exception {
            assertEquals(Map.of("a", 2, "b", 3), held("limited", 5));
            client(places.get("limited")).isClosed();
        }

        @Test
        void aHigherPriorityNumberServesOnlyWhileTheLowerCannot() throws Exception {
            assertEquals(Map.of("b", 6), held("ranked", 6));
            mortal.dies();
            assertEquals(Map.of("a", 6), held("ranked", 6));
        }

        @Test
        void aBackendThatDrainsKeepsItsClientsAndGetsNobodyNew() throws Exception {
            Peer kept = client(places.get("web"));
            String name = kept.line();
            String other = name.equals("a") ? "b" : "a";

            api.put(adminState(name), Api.ANY, "{\"state\": \"drain\"}").with(200);
            assertEquals(Map.of(other, 10), held("web", 10));
            kept.sends("still here\n");
            kept.receives("still here\n");

            api.put(adminState(name), Api.ANY, "{\"state\": \"ready\"}").with(200);
            Eventually.until("it serves again", () -> client(places.get("web")).line().equals(name));
        }

        @Test
        void theTypeAndItsDefaultsAreShownOverRest() throws Exception {
            String word = type.replaceFirst(",.*", "");
            Map<String, List<String>> defaults = Map.of("least-bandwidth", List.of("/halfLife", "5s"),
                    "maglev", List.of("/tableSize", "65537"), "sticky", List.of("/ipv4Prefix", "24"));

            Reply effective = api.get(CONFIG + "?view=effective", "Accept", "application/json").with(200);
            assertEquals(word, effective.at("/pools/web/strategy/type"));
            List<String> option = defaults.getOrDefault(word, List.of("/type", word));
            assertEquals(option.getLast(), effective.at("/pools/web/strategy" + option.getFirst()));
        }

        /** The running pool changes from one to the next: a connection that lives is not touched. */
        @Test
        void aPoolChangesItsStrategyWhileItServes() throws Exception {
            Chatter client = chatter(places.get("changed"));

            api.patch(pool("changed"), Api.ANY, "{\"strategy\": {\"type\": \"%s\"}}".formatted(type.replaceFirst(",.*", ""))).with(200);

            client.goesOn();
            assertTrue(Set.of("a", "b").containsAll(held("changed", 6).keySet()), "everybody is served");
            client.goesOn();
            client.ends();
        }

        private Map<String, Integer> held(String listener, int clients) throws Exception {
            Map<String, Integer> held = new TreeMap<>();
            for (int i = 0; i < clients; i++) {
                held.merge(client(places.get(listener)).line(), 1, Integer::sum);
            }
            return held;
        }
    }
}
