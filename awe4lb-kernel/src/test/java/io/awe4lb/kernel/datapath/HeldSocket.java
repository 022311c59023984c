package io.awe4lb.kernel.datapath;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;

/** One that can hold back what is written, so that it goes out at once, and that says no end by itself while it does. */
final class HeldSocket extends Socket {

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private volatile boolean holds;

    /** Accepts such sockets. */
    static final class Server extends ServerSocket {

        Server() throws IOException {}

        @Override
        public HeldSocket accept() throws IOException {
            HeldSocket accepted = new HeldSocket();
            implAccept(accepted);
            return accepted;
        }
    }

    void hold() {
        holds = true;
    }

    /** In one write; what comes later is held, too. */
    void sendHeld() throws IOException {
        super.getOutputStream().write(held.toByteArray());
        held.reset();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        OutputStream under = super.getOutputStream();
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                (holds ? held : under).write(one);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                (holds ? held : under).write(bytes, offset, length);
            }
        };
    }

    /** Java's TLS waits so long for a last byte of the other side when it is closed; what is read has the time that was set. */
    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (!holds) {
            super.shutdownOutput();
        }
    }
}
