package io.awe4lb.plugins.discovery.kubernetes;

import static io.awe4lb.plugins.discovery.kubernetes.Told.endpoint;
import static io.awe4lb.plugins.discovery.kubernetes.Told.lines;
import static io.awe4lb.plugins.discovery.kubernetes.Told.node;
import static io.awe4lb.plugins.discovery.kubernetes.Told.parsed;
import static io.awe4lb.plugins.discovery.kubernetes.Told.ready;
import static io.awe4lb.plugins.discovery.kubernetes.Told.service;
import static io.awe4lb.plugins.discovery.kubernetes.Told.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.plugins.http.Json;
import io.awe4lb.spi.BackendSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeBackendsTest {

    private static final String HTTP = "{\"name\": \"http\", \"port\": 80, \"nodePort\": 30080}";
    private static final String HTTPS = "{\"name\": \"https\", \"port\": 443, \"nodePort\": 30443}";
    private static final List<Node> NODES =
            parsed(Node::of, node("n2", "10.1.0.2", "True", ""), node("n1", "10.1.0.1", "True", "\"zone\": \"a\""),
                    node("n3", "10.1.0.3", "Unknown", ""),
                    node("n4", "10.1.0.4", "True", "\"node.kubernetes.io/exclude-from-external-load-balancers\": \"\""));

    private static List<BackendSpec> backends(String port, String service, String... endpoints) {
        return NodeBackends.of(parsed(Slice::of, slice("a", "1", endpoints)), parsed(ServicePorts::of, service).getFirst(), NODES,
                Optional.of(port).filter(text -> !text.isEmpty()).map(PortChoice::of));
    }

    private static void assertWrong(String sentence, String port, String service) {
        String said = assertThrows(IllegalArgumentException.class, () -> backends(port, service, ready("10.0.0.1"))).getMessage();
        assertTrue(said.contains(sentence), said);
    }

    @Test
    void everyNodeThatIsReadyServesWhileThereIsAnEndpoint() {
        String service = service("Cluster", HTTP);
        assertEquals(lines("10.1.0.1:30080", "10.1.0.2:30080"), backends("", service, ready("10.0.0.1")));
        assertEquals(List.of(), backends("", service));
        assertEquals(List.of(), backends("", service, endpoint("10.0.0.1", "n1", Told.GONE)));
    }

    @Test
    void aServiceThatKeepsToTheNodeIsServedWhereItsEndpointsAre() {
        String service = service("Local", HTTP);
        assertEquals(lines("10.1.0.1:30080 weight=1", "10.1.0.2:30080 weight=2"),
                backends("", service, endpoint("10.0.0.1", "n1", Told.READY),
                        endpoint("10.0.0.2", "n2", Told.READY), endpoint("10.0.0.3", "n2", Told.READY),
                        endpoint("10.0.0.4", "n3", Told.READY),
                        endpoint("10.0.0.5", "n1", Told.LEAVING)));
        assertEquals(lines("10.1.0.1:30080"), backends("", service, endpoint("10.0.0.5", "n1", Told.LEAVING)));
    }

    @Test
    void aPortIsFoundByItsNameOrEitherNumber() {
        String service = service("Cluster", HTTP, HTTPS);
        for (String port : List.of("https", "443", "30443")) {
            assertEquals("10.1.0.1:30443", backends(port, service, ready("10.0.0.1")).getFirst().id());
        }
        assertWrong("the Service has the ports http [80, 30080], https [443, 30443]: say with port which one is meant", "", service);
        assertWrong("the Service has no port 81, but the ports http [80, 30080]", "81", service);
    }

    @Test
    void aServiceThatIsNotOnTheNodesIsSaidAndANodeWithoutAnAddress() {
        assertWrong("the Service has no port on the nodes for http [80]: let its type be NodePort or LoadBalancer", "",
                service("Cluster", "{\"name\": \"http\", \"port\": 80}"));
        var homeless = parsed(Node::of,
                "{\"metadata\": {\"name\": \"n9\"}, \"status\": {\"conditions\": [{\"type\": \"Ready\", \"status\": \"True\"}]}}");
        List<Slice> slices = parsed(Slice::of, slice("a", "1", ready("10.0.0.1")));
        ServicePorts service = ServicePorts.of(Json.parse(service("Cluster", HTTP)));
        String said = assertThrows(IllegalArgumentException.class,
                () -> NodeBackends.of(slices, service, homeless, Optional.empty())).getMessage();
        assertEquals("node n9 has neither an InternalIP nor an ExternalIP", said);
    }
}
