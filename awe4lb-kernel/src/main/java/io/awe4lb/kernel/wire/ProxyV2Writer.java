package io.awe4lb.kernel.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.spi.Client;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes a PROXY header of version 2 (section 2.2). */
final class ProxyV2Writer {

    private ProxyV2Writer() {}

    /** Always {@code PROXY}: that there is a client is true also of one without an address. */
    static void write(ProxyHeader header, ByteBuffer target, boolean isOfDatagrams) {
        int begin = target.position();
        target.put(ProxyV2.SIGNATURE).put((byte) (ProxyV2.VERSION | ProxyV2.PROXY));
        target.position(begin + ProxyV2.HEAD);
        int family = addresses(header.source(), header.destination(), target);
        int transport = isOfDatagrams ? ProxyV2.DATAGRAM : ProxyV2.STREAM;
        target.put(begin + ProxyV2.SIGNATURE.length + 1, (byte) (family == ProxyV2.UNSPECIFIED ? 0 : family << 4 | transport));
        details(header.details(), target);
        target.put((byte) DetailsReader.CRC32C).putShort((short) Integer.BYTES).putInt(0);
        target.putShort(begin + ProxyV2.HEAD - Short.BYTES, (short) (target.position() - begin - ProxyV2.HEAD));
        int checksumAt = target.position() - Integer.BYTES;
        ByteBuffer written = target.slice(begin, target.position() - begin);
        target.putInt(checksumAt, ProxyV2.checksum(written, checksumAt - begin));
    }

    /** @return their family */
    private static int addresses(@Nullable Client source, @Nullable Client destination, ByteBuffer target) {
        if (source == null || destination == null || source.isLocal() || destination.isLocal()) {
            return ProxyV2.UNSPECIFIED;
        }
        boolean isIpv4 = source.isIpv4() && destination.isIpv4();
        if (isIpv4) {
            target.putInt((int) source.addressLow()).putInt((int) destination.addressLow());
        } else { // one of IPv4 beside one that is not: as IPv6 both
            target.putLong(source.addressHigh()).putLong(source.addressLow());
            target.putLong(destination.addressHigh()).putLong(destination.addressLow());
        }
        target.putShort((short) source.port()).putShort((short) destination.port());
        return isIpv4 ? ProxyV2.IPV4 : ProxyV2.IPV6;
    }

    private static void details(ProxyDetails details, ByteBuffer target) {
        Tlv.put(target, DetailsReader.ALPN, details.protocol(), ISO_8859_1);
        Tlv.put(target, DetailsReader.AUTHORITY, details.authority(), ISO_8859_1);
        Tlv.put(target, DetailsReader.UNIQUE_ID, details.uniqueId(), ISO_8859_1);
        ProxyTls tls = details.tls();
        if (tls != null) {
            tls(tls, target);
        }
    }

    private static void tls(ProxyTls tls, ByteBuffer target) {
        int begin = target.position();
        target.put((byte) DetailsReader.SSL).putShort((short) 0).put((byte) tls.client()).putInt(tls.verify());
        Tlv.put(target, TlsDetailsReader.VERSION, tls.version(), ISO_8859_1);
        Tlv.put(target, TlsDetailsReader.COMMON_NAME, tls.commonName(), UTF_8);
        Tlv.put(target, TlsDetailsReader.CIPHER, tls.cipher(), ISO_8859_1);
        Tlv.put(target, TlsDetailsReader.SIGNATURE, tls.signature(), ISO_8859_1);
        Tlv.put(target, TlsDetailsReader.KEY, tls.key(), ISO_8859_1);
        target.putShort(begin + 1, (short) (target.position() - begin - Tlv.HEAD));
    }
}
