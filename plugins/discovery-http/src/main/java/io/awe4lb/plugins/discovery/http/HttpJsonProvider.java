package io.awe4lb.plugins.discovery.http;

import io.awe4lb.plugins.http.Json;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.Options;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes discoveries that look for backends in somebody's JSON. */
public final class HttpJsonProvider implements DiscoveryProvider {

    static final Option<String> LIST =
            Option.text("list", "", "Where the list is in the answer: a JSON Pointer as `/data/backends`, or names with dots.");
    static final Option<String> HOST = field("host", "host");
    static final Option<String> PORT = field("port", "port");
    static final Option<String> NAME = field("name", "name, which is its id");
    static final Option<String> WEIGHT = field("weight", "weight");
    static final Option<String> PRIORITY = field("priority", "priority");
    static final Option<String> MAX_CONNECTIONS = field("maxConnections", "most connections");

    static final Option<String> SNI = field("sni", "name to ask for in TLS");

    private static final List<Option<String>> FIELDS = List.of(HOST, PORT, NAME, WEIGHT, PRIORITY, MAX_CONNECTIONS, SNI);

    /** For the service loader. */
    public HttpJsonProvider() {}

    private static Option<String> field(String name, String what) {
        return Option.text(name, "/" + name, "Where the %s of a backend is within its entry.".formatted(what));
    }

    @Override
    public String type() {
        return "http-json";
    }

    @Override
    public String description() {
        return "Asks a server for JSON and takes the backends out of it.";
    }

    @Override
    public List<Option<?>> options() {
        return HttpOptions.with(Stream.concat(Stream.of(LIST), FIELDS.stream()).toList());
    }

    @Override
    public Discovery create(Options options) {
        var list = FieldPath.of(LIST.name(), options.get(LIST));
        var fields = new LinkedHashMap<String, FieldPath>();
        FIELDS.forEach(field -> fields.put(field.name(), FieldPath.of(field.name(), options.get(field))));
        return HttpOptions.discovery(options, page -> backends(Json.parse(page), list, fields));
    }

    private static List<BackendSpec> backends(Object tree, FieldPath list, Map<String, FieldPath> fields) {
        if (!(list.in(tree).orElse("") instanceof List<?> entries)) {
            throw new IllegalArgumentException("there is no list at %s: mend list".formatted(list));
        }
        var backends = new ArrayList<BackendSpec>();
        for (Object entry : entries) {
            try {
                backends.add(entry instanceof String line ? BackendText.ofLine(line) : backend(entry, fields));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("entry %d: %s".formatted(backends.size() + 1, wrong.getMessage()), wrong);
            }
        }
        return backends;
    }

    private static BackendSpec backend(Object entry, Map<String, FieldPath> fields) {
        var found = new LinkedHashMap<String, String>();
        fields.forEach((name, path) -> path.in(entry).map(value -> text(name, value)).ifPresent(value -> found.put(name, value)));
        Optional<String> missing = List.of(HOST.name(), PORT.name()).stream().filter(name -> !found.containsKey(name)).findFirst();
        if (missing.isPresent()) {
            throw new IllegalArgumentException("it has no %s at %s: mend %s".formatted(missing.get(), fields.get(missing.get()),
                    missing.get()));
        }
        return BackendText.ofFields(found);
    }

    private static String text(String name, Object value) {
        if (value instanceof String || value instanceof Number) {
            return value.toString();
        }
        throw new IllegalArgumentException("its %s is neither a text nor a number".formatted(name));
    }
}
