package io.awe4lb.plugins.discovery.http;

import io.awe4lb.plugins.http.Answer;
import io.awe4lb.plugins.http.Request;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks its server at each question, and reads a page that has changed. */
final class HttpDiscovery implements Discovery {

    private static final int NOT_MODIFIED = 304;

    /** What a page says. */
    @FunctionalInterface
    interface Reading {

        /**
         * @throws IllegalArgumentException with a sentence, if it is not understood
         * @throws InterruptedException when interrupted
         */
        List<BackendSpec> backends(String page) throws InterruptedException;
    }

    private final Server server;
    private final Request request;
    private final Reading reading;
    /** Of the page that was understood last. */
    private Optional<String> tag = Optional.empty();
    private List<BackendSpec> backends = List.of();

    HttpDiscovery(Server server, Request request, Reading reading) {
        this.server = server;
        this.request = request;
        this.reading = reading;
    }

    @Override
    public Discovered discover() throws DiscoveryException, InterruptedException {
        Answer answer = server.ask(tag.map(known -> request.with("If-None-Match", known)).orElse(request));
        if (answer.status() != NOT_MODIFIED || tag.isEmpty()) {
            answer.requireOk("mend basic, bearer or headers", "mend url");
            backends = read(answer);
            tag = answer.header("ETag");
        }
        return Discovered.validFor(backends, Duration.ZERO);
    }

    private List<BackendSpec> read(Answer answer) throws DiscoveryException, InterruptedException {
        try {
            return reading.backends(answer.text());
        } catch (IllegalArgumentException wrong) {
            throw answer.notUnderstood(wrong);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
