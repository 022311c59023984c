package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.SocketHandler;

/** Hears of a client's socket before anybody wants to know: of nothing but bugs. */
record Undecided(Connection connection) implements SocketHandler {

    @Override
    public void onReadable() {
        throw new IllegalStateException("nobody wants to read yet");
    }

    @Override
    public void onWritable() {
        throw new IllegalStateException("nobody wants to write yet");
    }

    @Override
    public void onBug(Throwable bug) {
        connection.onBug(bug);
    }
}
