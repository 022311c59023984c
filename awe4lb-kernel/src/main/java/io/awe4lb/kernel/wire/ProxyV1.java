package io.awe4lb.kernel.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.awe4lb.spi.Client;
import io.awe4lb.spi.IpText;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** A PROXY header of version 1: one line of text (section 2.1). */
final class ProxyV1 {

    /** Bytes of the longest line, its end included. */
    static final int MOST = 107;

    static final byte[] SIGNATURE = "PROXY ".getBytes(ISO_8859_1);

    private static final int PARTS = 6;
    private static final String UNKNOWN = "UNKNOWN";
    /** Without zeroes before, which others take for octal numbers. */
    private static final String OCTET = "(0|[1-9][0-9]{0,2})";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    /** No scope, and no brackets. */
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final int LAST_PORT = 0xFFFF;

    private ProxyV1() {}

    /** @param stream from 0, begins with the signature */
    static Parsed<ProxyHeader> read(ByteBuffer stream) throws MalformedException {
        int searched = Math.min(stream.limit(), MOST);
        for (int i = SIGNATURE.length; i < searched; i++) {
            if (stream.get(i) == '\n') {
                return new Parsed.Complete<>(line(text(stream, i + 1)), i + 1);
            }
        }
        if (searched == MOST) {
            throw MalformedException.other("a PROXY header of version 1 of more than " + MOST + " bytes");
        }
        return new Parsed.Incomplete<>(searched + 1);
    }

    private static String text(ByteBuffer stream, int length) {
        byte[] bytes = new byte[length];
        stream.get(0, bytes);
        return new String(bytes, ISO_8859_1);
    }

    private static ProxyHeader line(String line) throws MalformedException {
        if (!line.endsWith("\r\n")) {
            throw MalformedException.other("a PROXY header of version 1 that does not end with CR LF");
        }
        String[] parts = line.substring(0, line.length() - 2).split(" ", -1);
        String family = parts[1];
        if (family.equals(UNKNOWN)) { // whatever follows does not count
            return ProxyHeader.NONE;
        }
        if (!family.equals("TCP4") && !family.equals("TCP6")) {
            throw MalformedException.other("a PROXY header of version 1 of another family than TCP4, TCP6 and UNKNOWN");
        }
        if (parts.length != PARTS) {
            throw MalformedException.other("a PROXY header of version 1 with %d parts in the place of %d".formatted(parts.length, PARTS));
        }
        boolean isIpv4 = family.equals("TCP4");
        return new ProxyHeader(Client.of(address(parts[2], isIpv4), port(parts[4])), Client.of(address(parts[3], isIpv4), port(parts[5])),
                ProxyDetails.NONE);
    }

    private static InetAddress address(String text, boolean isIpv4) throws MalformedException {
        String otherwise = "a PROXY header of version 1 with an address that is none of " + (isIpv4 ? "TCP4" : "TCP6");
        if (!(isIpv4 ? IPV4 : IPV6).matcher(text).matches()) {
            throw MalformedException.other(otherwise);
        }
        try {
            return isIpv4 ? Inet4Address.ofLiteral(text) : Inet6Address.ofLiteral(text);
        } catch (IllegalArgumentException _) { // of the right letters, and all the same none
            throw MalformedException.other(otherwise);
        }
    }

    private static int port(String text) throws MalformedException {
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : LAST_PORT + 1;
        if (port > LAST_PORT) {
            throw MalformedException.other("a PROXY header of version 1 with a port that is none");
        }
        return port;
    }

    static void write(ProxyHeader header, ByteBuffer target) {
        Client source = header.source();
        Client destination = header.destination();
        if (source == null || destination == null || source.isLocal() || destination.isLocal()) {
            target.put("PROXY UNKNOWN\r\n".getBytes(ISO_8859_1));
            return;
        }
        boolean isIpv4 = source.isIpv4() && destination.isIpv4();
        String line = "PROXY " + (isIpv4 ? "TCP4 " : "TCP6 ") + text(source, isIpv4) + ' ' + text(destination, isIpv4) + ' '
                + source.port() + ' ' + destination.port() + "\r\n";
        target.put(line.getBytes(ISO_8859_1));
    }

    /** Where one end is of IPv4 and the other one is not, both are written as IPv6. */
    private static String text(Client end, boolean isIpv4) {
        String text = IpText.of(end.address());
        return end.isIpv4() && !isIpv4 ? "::ffff:" + text : text;
    }
}
