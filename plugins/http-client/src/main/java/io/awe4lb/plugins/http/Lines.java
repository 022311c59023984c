package io.awe4lb.plugins.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.spi.DiscoveryException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** An answer that comes a line at a time, as a server does that tells what happens. Used by the thread that asked. */
public final class Lines implements AutoCloseable {

    private static final int BUFFER = 8192;
    private static final int LONGEST_LINE = 16 << 20;

    private final Server server;
    private final Request request;
    private final Response response;
    private final InputStream in;

    Lines(Server server, Request request, Response response) {
        this.server = server;
        this.request = request;
        this.response = response;
        this.in = new BufferedInputStream(response.body(), BUFFER);
    }

    /** For example 200. */
    public int status() {
        return response.status();
    }

    /**
     * The next line, as soon as it is there.
     *
     * @return empty when the server has ended the answer in order; a last line without an end counts
     * @throws DiscoveryException with a sentence, if the answer breaks off, or a line is longer than 16 MiB
     * @throws InterruptedException when interrupted
     */
    public Optional<String> next() throws DiscoveryException, InterruptedException {
        try {
            var line = new ByteArrayOutputStream();
            for (int value = in.read(); value != '\n'; value = in.read()) {
                if (value < 0) {
                    return line.size() == 0 ? Optional.empty() : Optional.of(line.toString(UTF_8));
                }
                if (line.size() == LONGEST_LINE) {
                    throw new DiscoveryException("%s answers a line of more than 16 MiB".formatted(server.place(request)));
                }
                line.write(value);
            }
            return Optional.of(line.toString(UTF_8));
        } catch (IOException failure) {
            throw server.failed(request, failure);
        }
    }

    /**
     * All that comes, as one answer: for a status that is none of a stream.
     *
     * @return the answer
     * @throws DiscoveryException with a sentence, if it breaks off
     * @throws InterruptedException when interrupted
     */
    public Answer whole() throws DiscoveryException, InterruptedException {
        try {
            return new Answer(server.place(request), request, response.status(), response.headers(), in.readNBytes(LONGEST_LINE));
        } catch (IOException failure) {
            throw server.failed(request, failure);
        }
    }

    /** Ends the connection; one that has broken already is no failure. */
    @Override
    public void close() {
        try {
            response.close();
        } catch (IOException _) { // it is of no use any more either way
            return;
        }
    }
}
