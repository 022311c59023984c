package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Json;
import io.awe4lb.kernel.config.EffectiveConfig;
import io.awe4lb.kernel.config.InvalidTextException;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.runtime.Running;

/**
 * What is in force: defaults, variables, and what no text says, the backends that discovery found and what was said of them at run time.
 *
 * @param running what runs
 */
record EffectiveView(Running running) {

    ObjectNode of(Document document) {
        ObjectNode view = written(document.revision().text());
        for (Pool pool : running.balancer().pools()) {
            if (view.path("pools").path(pool.id()) instanceof ObjectNode part) {
                var backends = part.putArray("discovered");
                pool.members().all().forEach(backend -> backends.add(of(backend)));
            }
        }
        return view;
    }

    private ObjectNode written(String text) {
        try {
            return EffectiveConfig.of(running.providers(), System::getenv, text);
        } catch (InvalidTextException invalid) { // a variable that is no longer set, a file that is gone
            throw Configuration.invalid(invalid.findings(), false);
        }
    }

    private static ObjectNode of(PoolBackend backend) {
        ObjectNode view = Json.object().put("id", backend.id()).put("address", backend.spec().address().toString())
                .put("weight", backend.wantedWeight()).put("priority", backend.priority())
                .put("maxConnections", backend.spec().maxConnections())
                .put("adminState", backend.adminStatus().state().word());
        backend.spec().sni().ifPresent(sni -> view.put("sni", sni));
        backend.weightOverride().ifPresent(_ -> view.put("configuredWeight", backend.spec().weight()));
        return view;
    }
}
