package io.awe4lb.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads backends as sources write them, so that every discovery understands, and refuses, the same. Three forms of one thing: a line of
 * text, named fields, and the tree that a parser of JSON or YAML makes. A source is never half understood: one backend that is wrong makes
 * the whole answer wrong.
 *
 * <p>The fields are {@code address}, or {@code host} and {@code port}; {@code name}, {@code weight}, {@code priority},
 * {@code maxConnections} (also {@code max_connections}, as gobetween writes it); and {@code sni}.
 */
public final class BackendText {

    private static final String ADDRESS = "address";
    private static final String HOST = "host";
    private static final String PORT = "port";
    private static final String NAME = "name";
    private static final String WEIGHT = "weight";
    private static final String PRIORITY = "priority";
    private static final String MAX_CONNECTIONS = "maxConnections";
    private static final String GOBETWEENS_MAX_CONNECTIONS = "max_connections";
    private static final String SNI = "sni";
    private static final String BACKENDS = "backends";

    private static final Set<String> BESIDE_ADDRESS =
            Set.of(NAME, WEIGHT, PRIORITY, MAX_CONNECTIONS, GOBETWEENS_MAX_CONNECTIONS, SNI);
    private static final int MOST_DIGITS = 10;
    private static final int LONGEST_QUOTE = 80;

    private BackendText() {}

    /**
     * Reads lines, each as {@link #ofLine} does; blank ones, and those that begin with {@code #}, are passed over.
     *
     * @param text any number of lines
     * @return in the order of the lines
     * @throws IllegalArgumentException with a sentence that names the line
     */
    public static List<BackendSpec> ofLines(String text) {
        var backends = new ArrayList<BackendSpec>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                backends.add(ofLine(line));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("line %d: %s".formatted(number, wrong.getMessage()), wrong);
            }
        }
        return backends;
    }

    /**
     * Reads an address and, after spaces, any of {@code name=… weight=… priority=… max_connections=… sni=…} in any order:
     * {@code 10.0.0.1:80 weight=5 priority=2}.
     *
     * @param line one line
     * @return the backend
     * @throws IllegalArgumentException with a sentence that says what is allowed
     */
    public static BackendSpec ofLine(String line) {
        String[] words = line.strip().split("\\s+");
        var fields = new LinkedHashMap<String, String>();
        fields.put(ADDRESS, words[0]);
        for (String word : List.of(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            if (equals < 0 || !BESIDE_ADDRESS.contains(key)) {
                throw new IllegalArgumentException("%s does not belong after an address: write any of name=, weight=, priority=, "
                        .formatted(quoted(word)) + "max_connections=, sni=");
            }
            if (fields.put(key, word.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("%s= stands there twice".formatted(key));
            }
        }
        return ofFields(fields);
    }

    /**
     * Reads named fields. The id is the name, else the address as text.
     *
     * @param fields by name; one that is not there has its default
     * @return the backend
     * @throws IllegalArgumentException with a sentence that names the field
     */
    public static BackendSpec ofFields(Map<String, String> fields) {
        for (String key : fields.keySet()) {
            if (!BESIDE_ADDRESS.contains(key) && !Set.of(ADDRESS, HOST, PORT).contains(key)) {
                throw new IllegalArgumentException("%s is no field of a backend: address, or host and port, name, weight, priority, "
                        .formatted(quoted(key)) + "maxConnections, sni");
            }
        }
        Address address = address(fields);
        String limit = fields.containsKey(MAX_CONNECTIONS) ? MAX_CONNECTIONS : GOBETWEENS_MAX_CONNECTIONS;
        return new BackendSpec(
                fields.getOrDefault(NAME, address.toString()),
                address,
                number(fields, WEIGHT, BackendSpec.DEFAULT_WEIGHT, BackendSpec.MAX_WEIGHT),
                number(fields, PRIORITY, BackendSpec.DEFAULT_PRIORITY, BackendSpec.MAX_PRIORITY),
                number(fields, limit, 0, Integer.MAX_VALUE),
                Optional.ofNullable(fields.get(SNI)));
    }

    /**
     * Reads what a parser made: a list, or a map with a list under {@code backends}. Each entry is a text as {@link #ofLine} reads it, or a
     * map of fields whose values are texts or numbers.
     *
     * @param tree of maps, lists, texts and numbers
     * @return in the order of the list
     * @throws IllegalArgumentException with a sentence that names the entry, the first one is 1
     */
    public static List<BackendSpec> ofTree(Object tree) {
        Object entries = tree instanceof Map<?, ?> root ? root.get(BACKENDS) : tree;
        if (!(entries instanceof List<?> list)) {
            throw new IllegalArgumentException("there is no list of backends: write [\"10.0.0.1:80\", …] or {\"backends\": […]}");
        }
        var backends = new ArrayList<BackendSpec>();
        for (Object entry : list) {
            try {
                backends.add(entry instanceof String line ? ofLine(line) : ofFields(fields(entry)));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("backend %d: %s".formatted(backends.size() + 1, wrong.getMessage()), wrong);
            }
        }
        return backends;
    }

    private static Map<String, String> fields(Object entry) {
        if (!(entry instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("%s is neither an address nor fields of a backend".formatted(quoted(entry)));
        }
        var fields = new LinkedHashMap<String, String>();
        map.forEach((key, value) -> {
            if (!(value instanceof String || value instanceof Number)) {
                throw new IllegalArgumentException("%s is %s, and not a text or a number".formatted(key, quoted(value)));
            }
            fields.put(String.valueOf(key), value.toString());
        });
        return fields;
    }

    private static Address address(Map<String, String> fields) {
        boolean isWhole = fields.containsKey(ADDRESS);
        if (isWhole ? fields.containsKey(HOST) || fields.containsKey(PORT) : !fields.containsKey(HOST) || !fields.containsKey(PORT)) {
            throw new IllegalArgumentException("a backend has an address, or a host and a port");
        }
        Address address = Address.parse(isWhole ? fields.get(ADDRESS) : joined(fields.get(HOST), fields.get(PORT)));
        if (address instanceof Address.Inet(var host, var port) && (host.isEmpty() || port == 0)) {
            throw new IllegalArgumentException("%s is nothing to connect to: a host and a port from 1 to 65535 belong there"
                    .formatted(quoted(address)));
        }
        return address;
    }

    private static String joined(String host, String port) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]:" + port : host + ":" + port;
    }

    private static int number(Map<String, String> fields, String key, int defaultValue, int max) {
        String text = fields.get(key);
        if (text == null) {
            return defaultValue;
        }
        boolean isNumber = !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber || Long.parseLong(text) > max) {
            throw new IllegalArgumentException("%s is %s, and not a whole number from 0 to %d".formatted(key, quoted(text), max));
        }
        return Integer.parseInt(text);
    }

    /** A source may say anything, of any length. */
    private static String quoted(Object value) {
        String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
        return "'" + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text) + "'";
    }
}
