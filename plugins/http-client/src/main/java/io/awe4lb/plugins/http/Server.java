package io.awe4lb.plugins.http;

import io.awe4lb.spi.DiscoveryException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A server that is asked over HTTP/1.1. Redirects are not followed: they would carry the secrets of the headers to another server.
 *
 * <p>Used by one thread, which blocks until there is an answer or it is interrupted; there is no other deadline.
 */
public final class Server implements AutoCloseable {

    /** Larger than any list of backends that is one. */
    private static final int MAX_BODY = 16 << 20;

    private final Endpoint endpoint;
    private final Transport transport;

    private Server(Endpoint endpoint, Transport transport) {
        this.endpoint = endpoint;
        this.transport = transport;
    }

    /**
     * A server that is asked there. Nothing is opened or read before the first question.
     *
     * @param endpoint where
     * @param tls whom to trust; of no meaning without {@code https}
     * @return to be closed
     */
    public static Server at(Endpoint endpoint, Tls tls) {
        return new Server(endpoint, switch (endpoint) {
            case Endpoint.Tcp(var base) -> new TcpTransport(base, tls);
            case Endpoint.Unix(var path) -> new UnixTransport(path);
        });
    }

    /**
     * Asks.
     *
     * @return the answer, whatever its status is
     * @throws DiscoveryException with a sentence, if there is none, or it is larger than 16 MiB
     * @throws InterruptedException when interrupted
     */
    public Answer ask(Request request) throws DiscoveryException, InterruptedException {
        try (Response response = transport.send(request)) {
            InputStream body = response.body();
            byte[] bytes = body.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new DiscoveryException("%s answers more than 16 MiB".formatted(place(request)));
            }
            return new Answer(place(request), request, response.status(), response.headers(), bytes);
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    /**
     * Asks for an answer that goes on and on, a line at a time.
     *
     * @return to be closed by this thread
     * @throws DiscoveryException with a sentence, if the server does not answer
     * @throws InterruptedException when interrupted
     */
    public Lines follow(Request request) throws DiscoveryException, InterruptedException {
        try {
            return new Lines(this, request, transport.send(request));
        } catch (IOException failure) {
            throw failed(request, failure);
        }
    }

    /** An interrupt comes out of a stream as any other failure; the flag tells. */
    DiscoveryException failed(Request request, IOException failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("while a server was asked");
        }
        return new DiscoveryException("%s %s".formatted(place(request), Failure.sentence(failure, isPlain())), failure);
    }

    private boolean isPlain() {
        return endpoint instanceof Endpoint.Tcp tcp && !tcp.isSecure();
    }

    /** For sentences. */
    String place(Request request) {
        return endpoint instanceof Endpoint.Unix ? "%s (%s)".formatted(endpoint, request.path()) : endpoint + request.path();
    }

    /** Where it is. */
    @Override
    public String toString() {
        return endpoint.toString();
    }

    @Override
    public void close() {
        transport.close();
    }
}
