package io.awe4lb.plugins.discovery.lxd;

import io.awe4lb.plugins.http.Answer;
import io.awe4lb.plugins.http.Request;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks for the list, with the state of each instance, at each question. */
final class LxdDiscovery implements Discovery {

    private final Server server;
    private final Request list;
    private final Instances instances;

    LxdDiscovery(Server server, String project, Instances instances) {
        this.server = server;
        this.list = Request.get("/1.0/instances?recursion=2&project=" + URLEncoder.encode(project, StandardCharsets.UTF_8));
        this.instances = instances;
    }

    @Override
    public Discovered discover() throws DiscoveryException, InterruptedException {
        Answer answer = server.ask(list).requireOk("let LXD trust the certificate of tls, or let awe4lb use its socket",
                "is this LXD's API, and is there such a project?");
        Object tree = answer.json();
        try {
            return Discovered.validFor(instances.backends(tree), Duration.ZERO);
        } catch (IllegalArgumentException wrong) {
            throw answer.notUnderstood(wrong);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
