package io.awe4lb.kernel.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Makes ClientHellos: as Java's client says them, and by hand. */
public final class Hello {

    private static final byte[] MANY_SUITES = {0x13, 0x01, 0x13, 0x02};

    private Hello() {}

    /** As Java's client says it, in one record. */
    public static byte[] ofJava(String serverName, String... protocols) {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            parameters.setApplicationProtocols(protocols);
            engine.setSSLParameters(parameters);
            ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), record);
            byte[] bytes = new byte[record.flip().remaining()];
            record.get(bytes);
            return bytes;
        } catch (SSLException | NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** With these extensions, in one record. */
    static byte[] with(byte[]... extensions) {
        return inRecords(message(concat(extensions)), 1 << 14);
    }

    /** Of so many bytes in all, as large as records can be, for this server. */
    public static byte[] ofSize(String serverName, int size) {
        int records = (size + (1 << 14) + 4) / ((1 << 14) + 5);
        byte[] empty = message(concat(serverName(serverName), extension(21, new byte[0])));
        return inRecords(message(concat(serverName(serverName), extension(21, new byte[size - 5 * records - empty.length]))), 1 << 14);
    }

    /** The handshake message with its head. */
    static byte[] message(byte[] extensions) {
        byte[] body = concat(new byte[] {3, 3}, new byte[32], new byte[] {0}, vector(MANY_SUITES), new byte[] {1, 0}, vector(extensions));
        return concat(new byte[] {1, (byte) (body.length >> 16), (byte) (body.length >> 8), (byte) body.length}, body);
    }

    /** The message in records of so many bytes each. */
    static byte[] inRecords(byte[] message, int most) {
        var out = new ByteArrayOutputStream();
        for (int from = 0; from < message.length; from += most) {
            int length = Math.min(most, message.length - from);
            out.writeBytes(new byte[] {22, 3, 1, (byte) (length >> 8), (byte) length});
            out.write(message, from, length);
        }
        return out.toByteArray();
    }

    /** The message of a hello that came in one record. */
    static byte[] messageOf(byte[] hello) {
        byte[] message = new byte[hello.length - 5];
        System.arraycopy(hello, 5, message, 0, message.length);
        return message;
    }

    static byte[] serverName(String name) {
        return serverNames(hostName(name));
    }

    static byte[] serverNames(byte[]... names) {
        return extension(0, vector(concat(names)));
    }

    static byte[] hostName(String name) {
        return concat(new byte[] {0}, vector(name.getBytes(StandardCharsets.ISO_8859_1)));
    }

    static byte[] protocols(String... names) {
        var list = new ByteArrayOutputStream();
        for (String name : names) {
            list.write(name.length());
            list.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        }
        return extension(16, vector(list.toByteArray()));
    }

    static byte[] extension(int type, byte[] data) {
        return concat(new byte[] {(byte) (type >> 8), (byte) type}, vector(data));
    }

    static byte[] vector(byte[] data) {
        return concat(new byte[] {(byte) (data.length >> 8), (byte) data.length}, data);
    }

    static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
