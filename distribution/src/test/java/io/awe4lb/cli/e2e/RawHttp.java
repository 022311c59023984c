package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** HTTP as no proper client would send it. */
final class RawHttp {

    private RawHttp() {}

    /**
     * What came back until the connection ended.
     *
     * @param status 0: nothing came
     * @param text head and body
     */
    record Reply(int status, String text) {}

    /** Sends these bytes, one for each character, and reads to the end. */
    static Reply ask(Api api, String request) throws IOException {
        try (Peer peer = connect(api)) {
            peer.output().write(request.getBytes(ISO_8859_1));
            return reply(peer);
        }
    }

    static Peer connect(Api api) throws IOException {
        return Peer.connect(new InetSocketAddress(api.base().getHost(), api.base().getPort()));
    }

    /** Reads to the end, or to the reset of a server that does not want to hear the rest. */
    static Reply reply(Peer peer) throws IOException {
        var text = new StringBuilder();
        byte[] piece = new byte[10_000];
        try {
            for (int count = peer.input().read(piece); count >= 0; count = peer.input().read(piece)) {
                text.append(new String(piece, 0, count, UTF_8));
            }
        } catch (SocketException reset) {
            text.append("\n(").append(reset.getMessage()).append(')');
        }
        boolean isHttp = text.length() > 12 && text.indexOf("HTTP/1.1 ") == 0;
        return new Reply(isHttp ? Integer.parseInt(text.substring(9, 12)) : 0, text.toString());
    }
}
