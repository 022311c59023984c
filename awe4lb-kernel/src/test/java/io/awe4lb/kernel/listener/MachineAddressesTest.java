package io.awe4lb.kernel.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;

class MachineAddressesTest {

    private final MachineAddresses machine = new MachineAddresses();

    @Test
    void everyAddressOfAnInterfaceIsTheMachines() throws Exception {
        for (InetAddress own : NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList()) {
            assertTrue(machine.have(own), own::toString);
        }
    }

    @Test
    void whatLoopsBackIsTheMachinesAndWhatIsForDocumentationIsNot() {
        assertTrue(machine.have(InetAddress.ofLiteral("127.7.7.7")));
        assertTrue(machine.have(InetAddress.ofLiteral("::1")));
        assertFalse(machine.have(InetAddress.ofLiteral("192.0.2.1")));
        assertFalse(machine.have(InetAddress.ofLiteral("2001:db8::1")));
    }

    @Test
    void whoIsRedirectedMayNotGoToTheMachineItself() throws Exception {
        InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 53);
        assertEquals(elsewhere, machine.elsewhere(elsewhere));
        InetSocketAddress here = new InetSocketAddress(InetAddress.ofLiteral("::1"), 53);
        assertEquals("a client asked for [::1]:53, which is this machine itself: it was not redirected, or should not have been",
                assertThrows(IOException.class, () -> machine.elsewhere(here)).getMessage());
    }
}
