package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.tls.Origination;
import io.awe4lb.kernel.tls.ServedCertificate;
import io.javalin.http.Context;
import java.security.cert.X509Certificate;
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
                .ifPresent(termination -> termination.certificates().forEach(served -> list.add(view("listener", listener.id(), served)))));
        balancer.pools().forEach(pool -> pool.origination().flatMap(Origination::certificate)
                .ifPresent(shown -> list.add(view("pool", pool.id(), shown))));
        Answers.json(context, list);
    }

    private static ObjectNode view(String kind, String owner, ServedCertificate served) {
        X509Certificate certificate = served.certificate();
        ObjectNode view = Json.object().put(kind, owner).put("file", served.file().toString())
                .put("subject", certificate.getSubjectX500Principal().getName())
                .put("issuer", certificate.getIssuerX500Principal().getName())
                .put("serial", certificate.getSerialNumber().toString(16)).put("key", certificate.getPublicKey().getAlgorithm())
                .put("notBefore", certificate.getNotBefore().toInstant().toString())
                .put("notAfter", certificate.getNotAfter().toInstant().toString());
        var names = view.putArray("names");
        served.names().forEach(names::add);
        return view;
    }
}
