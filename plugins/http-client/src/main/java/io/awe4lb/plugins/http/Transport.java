package io.awe4lb.plugins.http;

import java.io.IOException;

/** Carries requests to one server. */
sealed interface Transport extends AutoCloseable permits TcpTransport, UnixTransport {

    /**
     * Sends, and waits for the head of the answer.
     *
     * @return to be closed
     * @throws IOException also when interrupted, with the thread's flag set
     * @throws InterruptedException when interrupted
     */
    Response send(Request request) throws IOException, InterruptedException;

    @Override
    void close();
}
