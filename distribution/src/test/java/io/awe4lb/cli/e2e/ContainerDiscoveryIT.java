package io.awe4lb.cli.e2e;

import io.awe4lb.plugins.http.UnixServer;
import java.io.OutputStream;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Backends that Docker and LXD tell over their sockets, which a test plays, in the running program. */
class ContainerDiscoveryIT extends Sourced {

    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private volatile String list = "";
    private volatile int status = 200;

    private String socket() throws Exception {
        opened.add(new UnixServer(directory.resolve("socket"), this::answer));
        return "unix:" + directory.resolve("socket");
    }

    private void answer(String request, OutputStream out) throws Exception {
        if (request.startsWith("GET /v1.47/events?")) {
            UnixServer.begin(out);
            UnixServer.chunk(out, events.take() + "\n");
        } else if (request.startsWith("GET /_ping")) {
            UnixServer.write(out, "HTTP/1.1 200 OK\r\nApi-Version: 1.47\r\nContent-Length: 2\r\n\r\nOK");
        } else {
            UnixServer.answer(out, status, list);
        }
    }

    private static String container(NamedBackend backend) {
        return "[{\"Names\": [\"/one\"], \"Labels\": {\"role\": \"web\", \"awe4lb.weight\": \"3\"}, \"Ports\": [{\"IP\": \"127.0.1.1\", "
                + "\"PrivatePort\": 80, \"PublicPort\": %d, \"Type\": \"tcp\"}]}]".formatted(backend.port());
    }

    @Test
    void containersOfDockerComeAndGoWithItsEvents() throws Exception {
        list = container(a);
        Api api = serving("{type: docker, endpoint: '%s', label: role=web, port: 80, interval: 1h}".formatted(socket()));
        serves("a");
        list = container(b);
        events.add("{\"Action\": \"start\"}");
        serves("b");
        status = 500;
        events.add("{\"Action\": \"die\"}");
        fails(api, "(/v1.47/containers/json) answers 500");
        serves("b");
    }

    private static String instance(NamedBackend backend) {
        return "{\"metadata\": [{\"name\": \"one\", \"status\": \"Running\", \"expanded_config\": {\"user.role\": \"web\", "
                + "\"user.awe4lb.port\": \"%d\"}, \"state\": {\"network\": {\"eth0\": {\"addresses\": [{\"family\": \"inet\", "
                        .formatted(backend.port())
                + "\"address\": \"127.0.1.1\", \"scope\": \"global\"}]}}}}]}";
    }

    @Test
    void instancesOfLxdComeAndGo() throws Exception {
        list = instance(a);
        Api api = serving("{type: lxd, endpoint: '%s', label: user.role=web, port: 80, interval: 20ms}".formatted(socket()));
        serves("a");
        list = instance(b);
        serves("b");
        list = "{\"metadata\": []}";
        fails(api, "the answer has no backends");
        serves("b");
        list = instance(a);
        serves("a");
        works(api);
    }
}
