package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Json;
import io.awe4lb.kernel.stats.Latency;
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
        view.set("connections", column(history, Rate::connections));
        view.set("bytesIn", column(history, Rate::bytesIn));
        view.set("bytesOut", column(history, Rate::bytesOut));
        view.set("errors", column(history, Rate::errors));
        return view;
    }

    private static ArrayNode column(RateHistory history, ToDoubleFunction<Rate> value) {
        ArrayNode column = Json.array();
        history.rates().forEach(rate -> column.add(rounded(value.applyAsDouble(rate))));
        return column;
    }

    /** To thousandths. */
    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
