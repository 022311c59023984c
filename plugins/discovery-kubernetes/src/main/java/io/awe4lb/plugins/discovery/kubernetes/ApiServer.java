package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.Answer;
import io.awe4lb.plugins.http.Lines;
import io.awe4lb.plugins.http.Request;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.spi.DiscoveryException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The API server, asked with the token of the moment. */
final class ApiServer implements AutoCloseable {

    private final Server server;
    private final Access access;

    ApiServer(Server server, Access access) {
        this.server = server;
        this.access = access;
    }

    Answer ask(String target) throws DiscoveryException, InterruptedException {
        return server.ask(request(target));
    }

    /** @return to be closed */
    Lines follow(String target) throws DiscoveryException, InterruptedException {
        return server.follow(request(target));
    }

    /** For parts of a query. */
    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @return the same */
    static Answer requireOk(Answer answer) throws DiscoveryException {
        return answer.requireOk("mend token, or let its account list and watch what stands there",
                "mend endpoint: Kubernetes from version 1.21 on has it");
    }

    private Request request(String target) throws DiscoveryException {
        Optional<String> token = access.currentToken();
        Request request = Request.get(target).with("Accept", "application/json");
        return token.map(value -> request.with("Authorization", "Bearer " + value)).orElse(request);
    }

    /** Where it is. */
    @Override
    public String toString() {
        return server.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
