package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.config.IssuedConfig;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.tls.Origination;
import io.awe4lb.kernel.tls.ServedCertificate;
import io.javalin.http.Context;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** {@code /certificates}: what clients of listeners get, and until when it is valid. */
final class CertificateResource {

    private final Balancer balancer;

    CertificateResource(Balancer balancer) {
        this.balancer = balancer;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/certificates", Access.VIEWER, this::list));
    }

    private void list(Context context) {
        var list = Json.array();
        balancer.listeners().forEach(listener -> listener.termination()
                .ifPresent(termination -> termination.certificates().forEach(served -> {
                    ObjectNode view = view("listener", listener.id(), served);
                    termination.stapledUntil(served).ifPresent(until -> staple(view, until));
                    list.add(view);
                })));
        balancer.pools().forEach(pool -> pool.origination().flatMap(Origination::certificate)
                .ifPresent(shown -> list.add(view("pool", pool.id(), shown))));
        Answers.json(context, list);
    }

    private ObjectNode view(String kind, String owner, ServedCertificate served) {
        X509Certificate certificate = served.certificate();
        ObjectNode view = Json.object().put(kind, owner).put("file", served.file().toString())
                .put("subject", certificate.getSubjectX500Principal().getName())
                .put("issuer", certificate.getIssuerX500Principal().getName())
                .put("serial", certificate.getSerialNumber().toString(16)).put("key", certificate.getPublicKey().getAlgorithm())
                .put("notBefore", certificate.getNotBefore().toInstant().toString())
                .put("notAfter", certificate.getNotAfter().toInstant().toString());
        var names = view.putArray("names");
        served.names().forEach(names::add);
        served.wanted().ifPresent(wanted -> issuer(view, served, wanted));
        return view;
    }

    /** Null: nothing is shown now. */
    private static void staple(ObjectNode view, Instant until) {
        if (Instant.now().isBefore(until)) {
            view.put("stapledUntil", until.toString());
        } else {
            view.putNull("stapledUntil");
        }
    }

    private void issuer(ObjectNode view, ServedCertificate served, IssuedConfig wanted) {
        ObjectNode order = view.putObject("order").put("issuer", wanted.issuer().id()).put("placeholder", served.isPlaceholder());
        balancer.issuing().status(wanted).ifPresent(status -> {
            order.put("failures", status.failures());
            status.lastError().ifPresent(error -> order.put("error", error));
            order.put("next", (status.nextTry().equals(Instant.EPOCH) ? Instant.now() : status.nextTry()).toString());
        });
    }
}
