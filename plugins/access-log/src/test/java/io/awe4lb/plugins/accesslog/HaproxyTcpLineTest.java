package io.awe4lb.plugins.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord.Event;
import io.awe4lb.spi.ConnectionRecord.Timings;
import io.awe4lb.spi.ConnectionRecord.Tls;
import io.awe4lb.spi.EndReason;
import java.net.InetAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HaproxyTcpLineTest {

    private static String line(Records records) {
        var line = new StringBuilder();
        new HaproxyTcpLine(ZoneId.of("Europe/Berlin")).append(records.record(), line);
        return line.toString();
    }

    /** As in section 8.2.2 of HAProxy's manual, with the time at which the client was accepted. */
    @Test
    void aUsualConnection() {
        assertEquals("127.0.0.1:42340 [01/Mar/2026:13:15:26.000] web pool/b1 0/1/30 212 -- 9/7/5/3/0 0/0", line(Records.usual()));
    }

    @Test
    void retriesAreCountedAndTheLastBackendIsTheServer() {
        assertTrue(line(Records.usual().tried("b1", "b2", "b3")).contains(" pool/b3 0/1/30 212 -- 9/7/5/3/+2 0/0"));
    }

    @Test
    void aPhaseThatWasNotReachedIsMinusOneAndNobodyIsNoServer() {
        var timings = new Timings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofMillis(4));
        assertTrue(line(Records.usual().timings(timings).untried().reason(EndReason.NO_BACKEND)).contains(" pool/<NOSRV> -1/-1/4 212 SC "));
    }

    @Test
    void inBetweenThereAreThePlusSignsOfLogasap() {
        assertTrue(line(Records.usual().event(Event.INTERIM)).contains(" 0/1/+30 +212 -- "));
    }

    @Test
    void aListenerThatSpeaksTlsHasATilde() {
        var tls = new Tls(Optional.of("TLSv1.3"), Optional.of("TLS_AES_128_GCM_SHA256"), Optional.empty(), Optional.empty());
        assertTrue(line(Records.usual().tls(tls)).contains("] web~ pool/b1 "));
    }

    @Test
    void aNameCannotForgeAField() {
        assertTrue(line(Records.usual().tried("b 1\té")).contains(" pool/b_1__ 0/1/30 "));
    }

    @Test
    void anIpv6ClientHasNoBracketsAndAUnixSocketIsOne() {
        assertTrue(
                line(Records.usual().client(Client.of(InetAddress.ofLiteral("2001:db8::1"), 80))).startsWith("2001:db8::1:80 ["));
        assertTrue(line(Records.usual().client(Client.local())).startsWith("unix:1 ["));
    }
}
