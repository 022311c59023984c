package io.awe4lb.plugins.discovery.lxd;

import io.awe4lb.plugins.http.Json;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Makes backends of LXD's list of instances. Their configuration says what is special about one.
 *
 * @param label of those that are taken
 * @param port of each that says none itself
 * @param interfaceName whose address is taken
 */
record Instances(Label label, int port, String interfaceName) {

    private static final List<String> FIELDS = List.of("port", "name", "weight", "priority", "maxConnections");
    private static final String KEY_PREFIX = "user.awe4lb.";
    /** The lowest first: IPv4. */
    private static final Comparator<Object> FAMILY = Comparator.comparing(address -> Json.text(address, "family").orElse(""));

    /**
     * Those that run and have the label, in the order of their ids.
     *
     * @throws IllegalArgumentException with a sentence that names the instance
     */
    List<BackendSpec> backends(Object answer) {
        if (!(Json.at(answer, "metadata").orElse("") instanceof List<?> instances)) {
            throw new IllegalArgumentException("there is no list of instances: is this LXD's API?");
        }
        return instances.stream().<Object>map(each -> each).filter(label::isOn).filter(Instances::isRunning).map(this::backend)
                .sorted(Comparator.comparing(BackendSpec::id)).toList();
    }

    private static boolean isRunning(Object instance) {
        return Json.text(instance, "status").filter("Running"::equals).isPresent();
    }

    private BackendSpec backend(Object instance) {
        try {
            var fields = new LinkedHashMap<String, String>();
            fields.put("host", address(instance));
            fields.put("port", Integer.toString(port));
            for (String field : FIELDS) {
                Json.text(instance, "expanded_config", KEY_PREFIX + field).ifPresent(value -> fields.put(field, value));
            }
            return BackendText.ofFields(fields);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the instance %s %s".formatted(Json.text(instance, "name").orElse("without a name"),
                    wrong.getMessage()), wrong);
        }
    }

    private String address(Object instance) {
        return Json.list(instance, "state", "network", interfaceName, "addresses").stream().<Object>map(each -> each)
                .filter(address -> Json.text(address, "scope").filter("global"::equals).isPresent()).min(FAMILY)
                .flatMap(address -> Json.text(address, "address")).orElseThrow(() -> new IllegalArgumentException(
                        "has no address at %s yet: wait, or mend interface; it has %s".formatted(interfaceName,
                                Json.map(instance, "state", "network").keySet().stream().map(String::valueOf).sorted().toList())));
    }
}
