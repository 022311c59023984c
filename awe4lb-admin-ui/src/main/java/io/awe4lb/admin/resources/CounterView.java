package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Json;
import io.awe4lb.kernel.admission.Overload;
import io.awe4lb.kernel.config.OnLimit;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.stats.BackendStats;
import io.awe4lb.kernel.stats.DatagramStats;
import io.awe4lb.kernel.stats.ListenerStats;
import io.awe4lb.spi.EndReason;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counters as documents. */
final class CounterView {

    private CounterView() {}

    static ObjectNode of(ListenerStats stats) {
        ObjectNode counters = Json.object().put("accepted", stats.accepted()).put("active", stats.active());
        counters.set("closed", byReason(stats.closed()));
        return counters.put("bytesIn", stats.bytesIn()).put("bytesOut", stats.bytesOut());
    }

    static ObjectNode of(BackendStats stats) {
        ObjectNode counters = Json.object().put("active", stats.active()).put("connections", stats.connections());
        counters.set("connectErrors", byReason(stats.connectErrors()));
        return counters.put("retries", stats.retries()).put("bytesIn", stats.bytesIn()).put("bytesOut", stats.bytesOut());
    }

    static ObjectNode of(DatagramStats datagrams) {
        ObjectNode view = Json.object().put("in", datagrams.in()).put("out", datagrams.out());
        ObjectNode dropped = view.putObject("dropped");
        datagrams.dropped().forEach((reason, count) -> dropped.put(reason.word(), count));
        return view;
    }

    /** Empty where limits are more than counted. */
    static Optional<ObjectNode> dryRun(Listener listener) {
        if (!(listener.config().admission().limits().onLimit() instanceof OnLimit.DryRun)) {
            return Optional.empty();
        }
        ObjectNode view = Json.object();
        List.of(EndReason.LIMIT, EndReason.RATE_LIMITED).forEach(reason -> view.put(reason.word(), listener.dryRuns(reason)));
        return Optional.of(view);
    }

    static ObjectNode of(Overload overload) {
        ObjectNode view = Json.object().put("shedBelow", overload.shedBelow());
        var shortages = view.putArray("shortages");
        overload.shortages().forEach(what -> shortages.add(what.word()));
        return view;
    }

    private static ObjectNode byReason(Map<EndReason, Long> counts) {
        ObjectNode view = Json.object();
        counts.forEach((reason, count) -> view.put(reason.word(), count));
        return view;
    }

    static ListenerStats sumOfListeners(Collection<ListenerStats> all) {
        Map<EndReason, Long> closed = new EnumMap<>(EndReason.class);
        long accepted = 0;
        long active = 0;
        long in = 0;
        long out = 0;
        for (ListenerStats stats : all) {
            accepted += stats.accepted();
            active += stats.active();
            in += stats.bytesIn();
            out += stats.bytesOut();
            stats.closed().forEach((reason, count) -> closed.merge(reason, count, Long::sum));
        }
        return new ListenerStats(accepted, active, closed, in, out);
    }

    static BackendStats sumOfBackends(Collection<BackendStats> all) {
        Map<EndReason, Long> errors = new EnumMap<>(EndReason.class);
        long active = 0;
        long connections = 0;
        long retries = 0;
        long in = 0;
        long out = 0;
        for (BackendStats stats : all) {
            active += stats.active();
            connections += stats.connections();
            retries += stats.retries();
            in += stats.bytesIn();
            out += stats.bytesOut();
            stats.connectErrors().forEach((reason, count) -> errors.merge(reason, count, Long::sum));
        }
        return new BackendStats(active, connections, errors, retries, in, out);
    }
}
