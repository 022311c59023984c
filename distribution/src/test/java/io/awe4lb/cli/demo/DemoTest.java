package io.awe4lb.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DemoTest {

    @Test
    void aBackendServesManyClients() throws Exception {
        try (var backend = DemoBackend.open("backend-1")) {
            int port = Integer.parseInt(backend.address().substring("127.0.0.1:".length()));
            assertEquals(1000, new Training(new InetSocketAddress("127.0.0.1", port)).run());
        }
    }

    @Test
    void theConfigurationNamesItsBackendsAndThePort() throws Exception {
        try (var demo = Demo.open()) {
            String configuration = demo.configuration(8085, "off");
            assertTrue(configuration.contains("\"127.0.0.1:8085\""), configuration);
            assertTrue(configuration.contains("backend-3, address: \"127.0.0.1:"), configuration);
            assertFalse(configuration.contains("$"), configuration);
        }
    }
}
