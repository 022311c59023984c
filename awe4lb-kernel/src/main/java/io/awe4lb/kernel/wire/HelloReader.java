package io.awe4lb.kernel.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the body of a ClientHello. Everything that is there must fit exactly; what it does not know it passes over. */
final class HelloReader {

    private static final int RANDOM = 32;
    private static final int LONGEST_SESSION_ID = 32;
    private static final int MAJOR_VERSION = 3;
    /** RFC 6066, section 3. */
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;
    private static final int LONGEST_NAME = 255;
    /** RFC 7301. */
    private static final int ALPN = 16;

    private String serverName = "";
    private List<String> protocols = List.of();
    private boolean hasServerName;
    private boolean hasProtocols;

    private HelloReader() {}

    static ClientHello read(ByteBuffer body) throws MalformedException {
        var reader = new HelloReader();
        reader.hello(body);
        return new ClientHello(reader.serverName, reader.protocols);
    }

    private void hello(ByteBuffer body) throws MalformedException {
        require(body.remaining() > Short.BYTES + RANDOM, "a ClientHello that is too short");
        require(body.get() == MAJOR_VERSION, "a ClientHello of an unknown version");
        body.position(body.position() + 1 + RANDOM);
        require(byteVector(body).remaining() <= LONGEST_SESSION_ID, "a session id of more than 32 bytes");
        int suites = vector(body).remaining();
        require(suites > 0 && suites % Short.BYTES == 0, "a list of cipher suites of " + suites + " bytes");
        require(byteVector(body).hasRemaining(), "no compression method");
        if (body.hasRemaining()) { // TLS 1.2 and older may do without
            extensions(vector(body));
            require(!body.hasRemaining(), "bytes after the extensions");
        }
    }

    private void extensions(ByteBuffer list) throws MalformedException {
        while (list.hasRemaining()) {
            require(list.remaining() >= Short.BYTES, "an extension that is cut off");
            int type = list.getShort() & 0xFFFF;
            ByteBuffer extension = vector(list);
            if (type == SERVER_NAME) {
                require(!hasServerName, "two lists of server names");
                hasServerName = true;
                serverNames(whole(extension));
            } else if (type == ALPN) {
                require(!hasProtocols, "two lists of protocols");
                hasProtocols = true;
                protocols = protocols(whole(extension));
            }
        }
    }

    private void serverNames(ByteBuffer list) throws MalformedException {
        require(list.hasRemaining(), "an empty list of server names");
        while (list.hasRemaining()) {
            int type = list.get();
            ByteBuffer name = vector(list);
            if (type == HOST_NAME) {
                require(serverName.isEmpty(), "two server names");
                serverName = hostName(name);
            }
        }
    }

    /** Some clients write the dot at the end that RFC 6066 forbids. */
    private static String hostName(ByteBuffer name) throws MalformedException {
        String text = ascii(name).toLowerCase(Locale.ROOT);
        String trimmed = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        boolean isPrintable = trimmed.chars().allMatch(c -> c > ' ' && c < 0x7F);
        require(!trimmed.isEmpty() && trimmed.length() <= LONGEST_NAME && isPrintable, "a server name that cannot be one");
        return trimmed;
    }

    private static List<String> protocols(ByteBuffer list) throws MalformedException {
        require(list.hasRemaining(), "an empty list of protocols");
        List<String> names = new ArrayList<>();
        while (list.hasRemaining()) {
            ByteBuffer name = byteVector(list);
            require(name.hasRemaining(), "a protocol without a name");
            names.add(ascii(name));
        }
        return List.copyOf(names);
    }

    private static String ascii(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }

    /** A vector with nothing after it. */
    private static ByteBuffer whole(ByteBuffer extension) throws MalformedException {
        ByteBuffer vector = vector(extension);
        require(!extension.hasRemaining(), "an extension that is longer than what is in it");
        return vector;
    }

    /** A vector with a length of one byte. */
    private static ByteBuffer byteVector(ByteBuffer from) throws MalformedException {
        require(from.hasRemaining(), "a ClientHello that is cut off");
        return take(from, from.get() & 0xFF);
    }

    /** A vector with a length of two bytes. */
    private static ByteBuffer vector(ByteBuffer from) throws MalformedException {
        require(from.remaining() >= Short.BYTES, "a ClientHello that is cut off");
        return take(from, from.getShort() & 0xFFFF);
    }

    private static ByteBuffer take(ByteBuffer from, int length) throws MalformedException {
        require(length <= from.remaining(), "a length that leads out of the ClientHello");
        ByteBuffer taken = from.slice(from.position(), length);
        from.position(from.position() + length);
        return taken;
    }

    private static void require(boolean isRight, String otherwise) throws MalformedException {
        if (!isRight) {
            throw MalformedException.tls(otherwise);
        }
    }
}
