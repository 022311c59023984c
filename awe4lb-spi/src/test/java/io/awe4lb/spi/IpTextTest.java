package io.awe4lb.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 5952, sections 4.2.1 to 4.3, and the edges. */
class IpTextTest {

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8:0:0:0:0:0:AB, 2001:db8::ab",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "fe80:0:0:0:1:2:3:4, fe80::1:2:3:4",
        "10.0.0.1, 10.0.0.1"})
    void anAddressIsAsShortAsItCanBe(String written, String text) {
        assertEquals(text, IpText.of(InetAddress.ofLiteral(written)));
    }

    @ParameterizedTest
    @CsvSource({"::1, 80, [::1]:80", "10.0.0.1, 80, 10.0.0.1:80"})
    void aPortStandsBehindBrackets(String address, int port, String text) {
        assertEquals(text, IpText.of(InetAddress.ofLiteral(address), port));
    }

    @ParameterizedTest
    @CsvSource({"::1, [::]:0", "2001:db8:1:2::3, [2001:db8:1::]:0", "10.1.2.3, 10.1.2.0:0"})
    void anAnonymousClientIsStillNoUnixSocket(String address, String text) {
        assertEquals(text, Client.of(InetAddress.ofLiteral(address), 4711).anonymous().toString());
    }

    @ParameterizedTest
    @CsvSource({"unix"})
    void aClientOfAUnixSocketHasNothingToHide(String text) {
        assertEquals(text, Client.local().anonymous().toString());
    }

    @Test
    void theAddressWithoutABitIsStillNoUnixSocket() {
        assertEquals("[::]:0", Client.of(0, 0, 0).toString());
        assertEquals("unix", Client.local().askingFor("web.example").toString());
        assertEquals(0, Client.local().port());
    }
}
