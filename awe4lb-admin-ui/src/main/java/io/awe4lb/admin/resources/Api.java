package io.awe4lb.admin.resources;

import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.Limits;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.security.Guard;
import io.awe4lb.admin.streams.Streams;
import io.awe4lb.admin.ui.StaticFiles;
import io.awe4lb.kernel.runtime.Running;
import java.util.List;
import java.util.stream.Stream;

/** All routes. What they answer is described in openapi.yaml, which a test compares with this. */
public final class Api {

    private Api() {}

    /**
     * Everything that is answered.
     *
     * @param running what is managed
     * @param guard who may
     * @param streams that are open
     * @param sampled rates and latencies
     * @param departure who waits for a backend's last connection
     * @param limits of bodies
     * @return in the order of the description
     */
    public static List<Route> routes(Running running, Guard guard, Streams streams, Sampled sampled, Departure departure,
            Limits limits) {
        Body body = new Body(limits);
        Configuration configuration = new Configuration(running.config(), running.providers());
        StatsResource stats = new StatsResource(running.balancer(), streams, sampled);
        return Stream.of(
                new ProcessResource(running).routes(),
                new SessionResource(guard, body).routes(),
                new ConfigResource(running, configuration, body).routes(),
                new RevisionResource(running, configuration).routes(),
                new ListenerResource(running.balancer(), configuration, body).routes(),
                new RouteResource(running.balancer()).routes(),
                new FaultResource(running.balancer(), body).routes(),
                new PoolResource(running.balancer(), configuration, body).routes(),
                new BackendResource(running.balancer(), configuration, body).routes(),
                new OverrideResource(running.balancer(), body, departure).routes(),
                new CheckResource(running.balancer()).routes(),
                new ConnectionResource(running.balancer()).routes(),
                new PluginResource(running.plugins()).routes(),
                new CertificateResource(running.balancer()).routes(),
                new LogResource(running.log(), body).routes(),
                new MetricsResource(running.metrics()).routes(),
                stats.routes(),
                new RateResource(running.balancer(), sampled.rates()).routes(),
                new EventResource(running.balancer().events(), streams, stats::snapshot).routes(),
                new StaticFiles().routes())
                .flatMap(List::stream).toList();
    }
}
