package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.ETag;
import io.awe4lb.admin.http.Json;
import io.awe4lb.kernel.pool.Health;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.stats.WeightOverride;
import io.awe4lb.spi.IpText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A backend as documents, and the tags of its states. */
final class BackendView {

    private BackendView() {}

    static ObjectNode of(PoolBackend backend) {
        ObjectNode view = Json.object().put("id", backend.id()).put("address", backend.spec().address().toString());
        var resolved = view.putArray("resolved");
        backend.addresses().forEach(address -> resolved.add(text(address)));
        view.put("weight", backend.wantedWeight()).put("configuredWeight", backend.spec().weight());
        backend.weightOverride().ifPresent(override -> view.putObject("weightOverride").put("who", override.who())
                .put("since", override.since().toString()));
        view.put("share", backend.share()).put("priority", backend.priority())
                .put("maxConnections", backend.spec().maxConnections());
        backend.spec().sni().ifPresent(sni -> view.put("sni", sni));
        view.set("adminState", of(backend.adminStatus()));
        view.set("health", of(backend.health()));
        view.put("ejected", backend.isEjected()).put("serves", backend.serves()).put("active", backend.activeConnections());
        view.set("counters", CounterView.of(backend.stats()));
        return view;
    }

    static ObjectNode of(AdminStatus status) {
        return Json.object().put("state", status.state().word()).put("reason", status.reason()).put("who", status.who())
                .put("since", status.since().toString());
    }

    static ObjectNode of(Health health) {
        return Json.object().put("status", health.status().word()).put("code", health.code()).put("reason", health.sentence())
                .put("since", health.since().toString());
    }

    static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address.toString();
        }
        InetAddress ip = inet.getAddress();
        return ip == null ? inet.getHostString() + ":" + inet.getPort() : IpText.of(ip, inet.getPort());
    }

    /** Covers what is configured and what was said of it, not what is observed. */
    static ETag tag(PoolBackend backend) {
        ObjectNode state = Json.object().put("address", backend.spec().address().toString()).put("weight", backend.spec().weight())
                .put("priority", backend.spec().priority()).put("maxConnections", backend.spec().maxConnections())
                .put("sni", backend.spec().sni().orElse(""))
                .put("override", backend.weightOverride().map(WeightOverride::weight).orElse(-1));
        state.set("adminState", of(backend.adminStatus()));
        return ETag.of(state);
    }

    static ETag tag(AdminStatus status) {
        return ETag.of(of(status));
    }
}
