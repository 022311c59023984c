package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Json;
import io.awe4lb.kernel.stats.Gauges;
import io.awe4lb.kernel.stats.Latency;
import io.awe4lb.kernel.stats.Moment;
import io.awe4lb.kernel.stats.Rate;
import io.awe4lb.kernel.stats.RateHistory;
import java.util.function.ToDoubleFunction;

/** Rates as documents. */
final class RateView {

    private static final double MILLIS = 1_000;

    private RateView() {}

    static ObjectNode of(Rate rate) {
        return Json.object().put("connections", rounded(rate.connections())).put("bytesIn", rounded(rate.bytesIn()))
                .put("bytesOut", rounded(rate.bytesOut())).put("errors", rounded(rate.errors()));
    }

    /** In milliseconds, as people speak of them; without any where nothing was connected. */
    static ObjectNode of(Latency latency) {
        ObjectNode view = Json.object().put("count", latency.count());
        if (latency.count() > 0) {
            view.put("p50Ms", rounded(latency.p50() * MILLIS)).put("p95Ms", rounded(latency.p95() * MILLIS))
                    .put("p99Ms", rounded(latency.p99() * MILLIS));
        }
        return view;
    }

    /** A column for each, as whoever draws lines wants them. */
    static ObjectNode of(RateHistory history) {
        ObjectNode view = Json.object().put("begin", history.begin().toString()).put("stepSeconds", history.step().toSeconds());
        view.set("connections", column(history, moment -> moment.rate().connections()));
        view.set("bytesIn", column(history, moment -> moment.rate().bytesIn()));
        view.set("bytesOut", column(history, moment -> moment.rate().bytesOut()));
        view.set("errors", column(history, moment -> moment.rate().errors()));
        ArrayNode active = view.putArray("active");
        history.moments().forEach(moment -> active.add(moment.gauges().active()));
        view.set("connectP50Ms", connects(history, Gauges::p50));
        view.set("connectP95Ms", connects(history, Gauges::p95));
        return view;
    }

    private static ArrayNode column(RateHistory history, ToDoubleFunction<Moment> value) {
        ArrayNode column = Json.array();
        history.moments().forEach(moment -> column.add(rounded(value.applyAsDouble(moment))));
        return column;
    }

    /** Null where nothing was connected. */
    private static ArrayNode connects(RateHistory history, ToDoubleFunction<Gauges> seconds) {
        ArrayNode column = Json.array();
        for (Moment moment : history.moments()) {
            double value = seconds.applyAsDouble(moment.gauges());
            if (value > 0) {
                column.add(rounded(value * MILLIS));
            } else {
                column.addNull();
            }
        }
        return column;
    }

    /** To thousandths. */
    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
