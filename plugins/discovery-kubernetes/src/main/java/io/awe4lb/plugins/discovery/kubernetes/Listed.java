package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.Answer;
import io.awe4lb.plugins.http.Json;
import io.awe4lb.spi.DiscoveryException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All objects of a collection at one version.
 *
 * @param version to watch from
 * @param objects by what tells them apart, may be changed
 * @param <T> what is kept of an object
 */
record Listed<T>(String version, Map<String, T> objects) {

    /** Objects a page: one of a hundred slices with a hundred endpoints each is well below what an answer may have. */
    private static final int PAGE = 100;
    private static final int GONE = 410;

    /**
     * Reads all pages.
     *
     * @param selector begins with an ampersand, if it is not empty
     * @return empty if the list became too old before its last page
     * @throws DiscoveryException with a sentence, if the server does not answer, or not with this
     */
    static <T> Optional<Listed<T>> ask(ApiServer api, String path, String selector, Function<Object, T> reading)
            throws DiscoveryException, InterruptedException {
        var objects = new LinkedHashMap<String, T>();
        Optional<String> next = Optional.of("");
        Object page = Map.of();
        while (next.isPresent()) {
            String from = next.get().isEmpty() ? "" : "&continue=" + ApiServer.escaped(next.get());
            Answer answer = api.ask("%s?limit=%d%s%s".formatted(path, PAGE, selector, from));
            if (answer.status() == GONE) {
                return Optional.empty();
            }
            page = ApiServer.requireOk(answer).json();
            read(answer, page, reading, objects);
            next = Json.text(page, "metadata", "continue").filter(token -> !token.isEmpty());
        }
        String version = version(page).orElseThrow(() -> new DiscoveryException(
                "%s%s tells no resourceVersion: is it Kubernetes that answers there?".formatted(api, path)));
        return Optional.of(new Listed<>(version, objects));
    }

    private static <T> void read(Answer answer, Object page, Function<Object, T> reading, Map<String, T> into) throws DiscoveryException {
        try {
            Json.list(page, "items").forEach(object -> into.put(key(object), reading.apply(object)));
        } catch (IllegalArgumentException wrong) {
            throw answer.notUnderstood(wrong);
        }
    }

    /** What tells an object of a collection from all others. */
    static String key(Object object) {
        return Json.text(object, "metadata", "namespace").orElse("") + "/" + Json.text(object, "metadata", "name").orElse("");
    }

    /** Of an object, or of a list. */
    static Optional<String> version(Object object) {
        return Json.text(object, "metadata", "resourceVersion").filter(text -> !text.isEmpty());
    }
}
