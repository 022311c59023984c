package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;

class ListenerLinesTest {

    @Test
    void addressesAreShownAsTheyAreWritten() {
        assertEquals("127.0.0.1:80", ListenerLines.text(new InetSocketAddress("127.0.0.1", 80)));
        assertEquals("[::1]:80", ListenerLines.text(new InetSocketAddress("::1", 80)));
        assertEquals("[2001:db8::7:1]:80", ListenerLines.text(new InetSocketAddress("2001:db8::7:1", 80)));
        assertEquals("unix:/run/a.sock", ListenerLines.text(UnixDomainSocketAddress.of("/run/a.sock")));
    }

    @Test
    void everyLocalAddressIsAStar() {
        assertEquals("*:80", ListenerLines.text(new InetSocketAddress(80)));
        assertEquals("*:80", ListenerLines.text(new InetSocketAddress("::", 80)));
    }
}
