package io.awe4lb.plugins.discovery.consul;

import io.awe4lb.plugins.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Which instances are asked for.
 *
 * @param token of the one who asks
 */
record ServiceQuery(String service, Optional<String> tag, Optional<String> datacenter, boolean passingOnly, Optional<String> token) {

    /**
     * Consul adds up to a sixteenth to a wait, so that many do not end at once; this is what is asked for, so that the answer comes before
     * the wait is over here.
     */
    private static final double WAITED_THERE = 7.0 / 8;

    /** Answered at once. */
    Request now() {
        return request("");
    }

    /**
     * Answered when there is something new, or the time is over (Consul's "blocking query").
     *
     * @param index of the answer that is known
     * @param pause longest time
     */
    Request whenChangedSince(long index, Duration pause) {
        return request("&index=%d&wait=%dms".formatted(index, Math.max(1, (long) (pause.toMillis() * WAITED_THERE))));
    }

    private Request request(String more) {
        String passing = passingOnly ? "passing=true" : ""; // old agents take any value for true
        String tagged = tag.map(value -> "&tag=" + escaped(value)).orElse("");
        String there = datacenter.map(value -> "&dc=" + escaped(value)).orElse("");
        Request request = Request.get("/v1/health/service/%s?%s%s%s%s".formatted(escaped(service), passing, tagged, there, more));
        return token.map(value -> request.with("X-Consul-Token", value)).orElse(request);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
