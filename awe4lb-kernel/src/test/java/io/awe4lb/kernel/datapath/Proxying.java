package io.awe4lb.kernel.datapath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.awe4lb.kernel.config.AcceptProxyConfig;
import io.awe4lb.kernel.config.AcceptProxyConfig.Accept;
import io.awe4lb.kernel.config.Network;
import io.awe4lb.kernel.wire.Parsed;
import io.awe4lb.kernel.wire.ProxyDetails;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.spi.Client;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Writes and reads PROXY headers. */
final class Proxying {

    /** Says that 203.0.113.7:50000 asks for 192.0.2.1:443. */
    static final String V1 = "PROXY TCP4 203.0.113.7 192.0.2.1 50000 443\r\n";

    static final Client SOURCE = Client.of(InetAddress.ofLiteral("203.0.113.7"), 50_000);
    static final Client DESTINATION = Client.of(InetAddress.ofLiteral("192.0.2.1"), 443);

    private Proxying() {}

    /** All on this machine are believed. */
    static AcceptProxyConfig fromHere(boolean isRequired) {
        return new AcceptProxyConfig(Accept.ANY, List.of(Routed.LOOPBACK), isRequired);
    }

    /** None on this machine is believed. */
    static AcceptProxyConfig fromElsewhere(boolean isRequired) {
        return new AcceptProxyConfig(Accept.ANY, List.of(new Network(0, 0xFFFF_0A00_0000L, 104)), isRequired);
    }

    /** Of the same client and destination. */
    static byte[] v2(ProxyDetails details) {
        ByteBuffer target = ByteBuffer.allocate(ProxyHeader.MOST);
        new ProxyHeader(SOURCE, DESTINATION, details).writeV2(target, false);
        return Arrays.copyOf(target.array(), target.position());
    }

    /** Reads a header, and nothing of what follows. */
    static ProxyHeader header(InputStream from) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            int next = from.read();
            if (next < 0) {
                throw new IOException("the end after " + bytes.toString(ISO_8859_1));
            }
            bytes.write(next);
            Parsed<ProxyHeader> read = ProxyHeader.read(ByteBuffer.wrap(bytes.toByteArray()), true, true);
            if (!(read instanceof Parsed.Incomplete)) {
                return (ProxyHeader) assertInstanceOf(Parsed.Complete.class, read, () -> bytes.toString(ISO_8859_1)).value();
            }
        }
    }
}
