package io.awe4lb.plugins.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked. Immutable.
 *
 * @param method GET or POST
 * @param target path and query, from the slash on; escaped where it has to be
 * @param headers by name; as {@link Headers} lets them pass
 * @param body JSON; empty for none
 */
public record Request(String method, String target, Map<String, String> headers, Optional<String> body) {

    /** Copies the headers. */
    public Request {
        headers = Map.copyOf(headers);
    }

    /** A question. @param target path and query */
    public static Request get(String target) {
        return new Request("GET", target, Map.of(), Optional.empty());
    }

    /** A question that has much to say. @param target path and query; @param json the body */
    public static Request post(String target, String json) {
        return new Request("POST", target, Map.of("Content-Type", "application/json"), Optional.of(json));
    }

    /** This and one header more. */
    public Request with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** This and more headers. */
    public Request with(Map<String, String> more) {
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Request(method, target, all, body);
    }

    /** For sentences: without the query, in which people put secrets. */
    String path() {
        return target.replaceFirst("\\?.*", "");
    }

    /** A text that may have the query in it. */
    String withoutQuery(String text) {
        int query = target.indexOf('?') + 1;
        return query == 0 || query == target.length() ? text : text.replace(target.substring(query), "…");
    }
}
