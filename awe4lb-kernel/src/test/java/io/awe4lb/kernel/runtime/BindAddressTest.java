package io.awe4lb.kernel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindAddressTest {

    @Test
    void noHostIsEveryAddressOfThisMachine() throws IOException {
        for (String bind : List.of(":8080", "*:8080")) {
            InetSocketAddress address = (InetSocketAddress) resolve(bind).getFirst();
            assertTrue(address.getAddress().isAnyLocalAddress());
            assertEquals(8080, address.getPort());
        }
    }

    @Test
    void anAddressIsItself() throws IOException {
        assertEquals(List.of(new InetSocketAddress("127.0.0.1", 80)), resolve("127.0.0.1:80"));
        assertEquals(List.of(new InetSocketAddress("::1", 80)), resolve("[::1]:80"));
        assertEquals(List.of(new InetSocketAddress("::", 0)), resolve("[::]:0"));
    }

    @Test
    void aNameIsAllThatItStandsFor() throws IOException {
        List<SocketAddress> addresses = resolve("localhost:80");
        assertFalse(addresses.isEmpty());
        for (SocketAddress address : addresses) {
            assertTrue(address instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress() && inet.getPort() == 80);
        }
    }

    @Test
    void aUnixSocketIsAFile() throws IOException {
        assertEquals(List.of(UnixDomainSocketAddress.of("/run/web.sock")), resolve("unix:/run/web.sock"));
    }

    @Test
    void severalBindsKeepTheirOrder() throws IOException {
        assertEquals(List.of(new InetSocketAddress("127.0.0.2", 2), new InetSocketAddress("127.0.0.1", 1)),
                resolve("127.0.0.2:2", "127.0.0.1:1"));
    }

    @Test
    void aNameThatDoesNotResolveIsToldByItsName() {
        var failure = assertThrows(IOException.class, () -> resolve("127.0.0.1:80", "does-not-exist.invalid:80"));
        assertEquals("cannot bind does-not-exist.invalid: the name does not resolve", failure.getMessage());
    }

    private static List<SocketAddress> resolve(String... binds) throws IOException {
        return BindAddress.resolve(List.of(binds).stream().map(Address::parse).toList());
    }
}
