package io.awe4lb.plugins.discovery.kubernetes;

import static io.awe4lb.plugins.discovery.kubernetes.Told.endpoint;
import static io.awe4lb.plugins.discovery.kubernetes.Told.lines;
import static io.awe4lb.plugins.discovery.kubernetes.Told.parsed;
import static io.awe4lb.plugins.discovery.kubernetes.Told.ready;
import static io.awe4lb.plugins.discovery.kubernetes.Told.slice;
import static io.awe4lb.plugins.discovery.kubernetes.Told.typedSlice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.BackendSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodBackendsTest {

    private static final String TWO_PORTS = "{\"name\": \"http\", \"port\": 8080}, {\"name\": \"metrics\", \"port\": 9090}";

    private static List<BackendSpec> backends(String port, String... slices) {
        return PodBackends.of(parsed(Slice::of, slices), Optional.of(port).filter(text -> !text.isEmpty()).map(PortChoice::of));
    }

    private static void assertWrong(String sentence, String port, String... slices) {
        String said = assertThrows(IllegalArgumentException.class, () -> backends(port, slices)).getMessage();
        assertTrue(said.contains(sentence), said);
    }

    @Test
    void readyEndpointsOfAllSlicesAreBackendsOnceEach() {
        assertEquals(lines("10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80"), backends("", slice("b", "1", ready("10.0.0.2"), ready("10.0.0.1")),
                slice("a", "1", ready("10.0.0.3"), ready("10.0.0.2")), slice("empty", "1")));
        assertEquals(List.of(), backends("http"));
        assertEquals(List.of(), backends(""));
    }

    @Test
    void anEndpointThatLeavesComesAfterThoseThatAreReadyAndOneThatIsNotReadyNotAtAll() {
        assertEquals(lines("10.0.0.1:80", "10.0.0.2:80 priority=2"), backends("", slice("a", "1", ready("10.0.0.1"),
                endpoint("10.0.0.2", "n", Told.LEAVING), endpoint("10.0.0.3", "n", Told.GONE),
                endpoint("10.0.0.4", "n", "\"ready\": false, \"serving\": true, \"terminating\": false"),
                endpoint("10.0.0.5", "n", "\"ready\": false"))));
    }

    @Test
    void conditionsThatAreNotKnownMeanReady() {
        assertEquals(lines("10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80"), backends("", slice("a", "1", "{\"addresses\": [\"10.0.0.1\"]}",
                endpoint("10.0.0.2", "n", ""), endpoint("10.0.0.3", "n", "\"ready\": null"))));
    }

    @Test
    void anEndpointThatIsInTwoSlicesIsWhatTheBetterOneSays() {
        assertEquals(lines("10.0.0.1:80"),
                backends("", slice("a", "1", endpoint("10.0.0.1", "n", Told.LEAVING)), slice("b", "1", ready("10.0.0.1"))));
    }

    @Test
    void aPortIsFoundByItsNameOrItsNumber() {
        String slice = typedSlice("a", "1", "IPv4", TWO_PORTS, ready("10.0.0.1"));
        assertEquals(lines("10.0.0.1:8080"), backends("http", slice));
        assertEquals(lines("10.0.0.1:9090"), backends("9090", slice));
        assertWrong("the Service has the ports http [8080], metrics [9090]: say with port which one is meant", "", slice);
        assertWrong("the Service has no port 'https', but the ports http [8080], metrics [9090]: mend port", "https", slice);
        assertWrong("the Service has no port 80, but the ports", "80", slice);
    }

    @Test
    void aPortMayHaveAnotherNumberInEachSliceOrBeInSomeOnly() {
        String other = typedSlice("b", "1", "IPv4", "{\"name\": \"http\", \"port\": 81}", ready("10.0.0.2"));
        assertEquals(lines("10.0.0.1:8080", "10.0.0.2:81"),
                backends("http", typedSlice("a", "1", "IPv4", TWO_PORTS, ready("10.0.0.1")), other));
        assertEquals(lines("10.0.0.2:81"), backends("81", typedSlice("a", "1", "IPv4", TWO_PORTS, ready("10.0.0.1")), other));
    }

    @Test
    void aServiceWithoutPortsTakesTheNumberThatIsGiven() {
        String slice = typedSlice("a", "1", "IPv4", "", ready("10.0.0.1"));
        assertEquals(lines("10.0.0.1:5432"), backends("5432", slice));
        assertWrong("the Service has no ports: say with port which one is meant", "", slice);
        assertWrong("the Service has no port 'db', but no ports", "db", slice);
    }

    @Test
    void ofTwoFamiliesOfAddressesTheFirstIsTaken() {
        String six = typedSlice("six", "1", "IPv6", "{\"name\": \"\", \"port\": 80}", ready("fd00::1"));
        assertEquals(lines("10.0.0.1:80"), backends("", six, slice("four", "1", ready("10.0.0.1"))));
        assertEquals(lines("[fd00::1]:80"), backends("", six, slice("four", "1")));
        assertEquals(lines("db.example:80"),
                backends("", typedSlice("names", "1", "FQDN", "{\"name\": \"\", \"port\": 80}", ready("db.example"))));
    }

    @Test
    void whatMakesNoSenseIsSaid() {
        assertWrong("EndpointSlice a has addresses of no known type", "", typedSlice("a", "1", "IPv5", TWO_PORTS, ready("10.0.0.1")));
        assertWrong("EndpointSlice a has an endpoint without an address", "", slice("a", "1", "{\"addresses\": []}"));
        for (String port : List.of("0", "65536", "a_b", "-", "99999999")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> PortChoice.of(port)).getMessage().startsWith("port: '" + port));
        }
    }
}
