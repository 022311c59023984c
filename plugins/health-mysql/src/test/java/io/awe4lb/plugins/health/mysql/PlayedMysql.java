package io.awe4lb.plugins.health.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.awe4lb.plugins.health.conversation.PlayedBackend;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One connection of a server that a test plays, packet by packet. */
final class PlayedMysql {

    static final String NONCE = "abcdefghijklmnopqrst";
    static final String OK = "\0\0\0\2\0\0\0";
    private static final String END = "\u00fe\0\0\2\0";

    private final Socket connection;
    private int number;

    /** What it does with a connection once the greeting was sent. */
    @FunctionalInterface
    interface Part {
        void play(PlayedMysql server) throws Exception;
    }

    private PlayedMysql(Socket connection) {
        this.connection = connection;
    }

    /** Greets with this method, then plays. */
    static PlayedBackend greeting(String method, Part part) throws IOException {
        return PlayedBackend.playing(connection -> {
            var server = new PlayedMysql(connection);
            server.says(greeting(method));
            part.play(server);
            PlayedBackend.waitForEnd(connection);
        });
    }

    /** As MySQL 8 and MariaDB send it, without TLS. */
    static String greeting(String method) {
        return "\n8.4.0\0" + "\1\0\0\0" + NONCE.substring(0, 8) + "\0" + "\0\u00a2" + "\u00ff" + "\2\0" + "\10\0" + "\25" + "\0".repeat(10)
                + NONCE.substring(8) + "\0" + method + "\0";
    }

    static String error(int code, String sentence) {
        return "\u00ff" + (char) (code & 255) + (char) (code >> 8) + "#HY000" + sentence;
    }

    static String switchTo(String method) {
        return "\u00fe" + method + "\0" + NONCE + "\0";
    }

    void says(String payload) throws IOException {
        PlayedBackend.say(connection, new String(Packet.of(number, payload.getBytes(ISO_8859_1)), ISO_8859_1));
        number++;
    }

    /** The payload of the client's next packet. */
    byte[] hears() throws IOException {
        var in = new DataInputStream(connection.getInputStream());
        byte[] head = in.readNBytes(4);
        int word = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
        number = (word >>> 24) + 1;
        return in.readNBytes(word & 0xffffff);
    }

    /** Answers the question for the role. */
    void answers(String value) throws IOException {
        hears();
        says("\1");
        says("\3def\0\0\0\22@@global.read_only");
        says(END);
        says((char) value.length() + value);
        says(END);
    }

    /** The user in the login, and what shows that it knows its password. */
    static String[] login(byte[] payload) {
        String text = new String(payload, ISO_8859_1).substring(32);
        String user = text.substring(0, text.indexOf('\0'));
        int length = text.charAt(user.length() + 1);
        int proof = user.length() + 2;
        return new String[] {user, text.substring(proof, proof + length), text.substring(proof + length).replace("\0", "")};
    }
}
