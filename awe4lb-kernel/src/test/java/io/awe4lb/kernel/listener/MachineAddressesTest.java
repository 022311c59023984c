package io.awe4lb.kernel.listener;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
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
}
