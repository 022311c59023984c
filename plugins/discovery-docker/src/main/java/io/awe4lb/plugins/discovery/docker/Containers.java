package io.awe4lb.plugins.discovery.docker;

import io.awe4lb.plugins.http.Json;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Makes backends of Docker's list of containers. Their labels say what is special about one. */
record Containers(Reach reach) {

    private static final List<String> FIELDS = List.of("name", "weight", "priority", "maxConnections");
    private static final String LABEL_PREFIX = "awe4lb.";
    private static final int SHORT_ID = 12;

    /**
     * In the order of their ids: Docker lists the newest first.
     *
     * @throws IllegalArgumentException with a sentence that names the container
     */
    List<BackendSpec> backends(Object answer) {
        if (!(answer instanceof List<?> containers)) {
            throw new IllegalArgumentException("there is no list of containers: is this Docker's API?");
        }
        return containers.stream().map(this::backend).sorted(Comparator.comparing(BackendSpec::id)).toList();
    }

    private BackendSpec backend(Object container) {
        try {
            Map<String, String> fields = reach.fields(container);
            for (String field : FIELDS) {
                Json.text(container, "Labels", LABEL_PREFIX + field).ifPresent(value -> fields.put(field, value));
            }
            return BackendText.ofFields(fields);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the container %s %s".formatted(name(container), wrong.getMessage()), wrong);
        }
    }

    private static String name(Object container) {
        String id = Json.text(container, "Id").orElse("without an id");
        return Json.list(container, "Names").stream().findFirst().map(name -> name.toString().replaceFirst("^/", ""))
                .orElse(id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id);
    }
}
