package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.OptionType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Makes values of nodes by their shapes. Everything that does not fit is reported, and reading goes on beside it. */
final class ShapeReader {

    private static final int LONGEST_ID = 64;

    private final Set<String> pools;
    private final Set<String> issuers;
    private final Findings findings;
    private final SectionReader sections;
    private final PluginReader plugins;
    private final SecretReader secrets;
    private final BindCheck binds;

    /** Pools and issuers are the ids that listeners may name, whether what they stand for is valid or not. */
    ShapeReader(Providers providers, Variables variables, Set<String> pools, Set<String> issuers, Findings findings) {
        this.pools = pools;
        this.issuers = issuers;
        this.findings = findings;
        this.sections = new SectionReader(this, findings);
        this.plugins = new PluginReader(providers, this, sections, findings);
        this.secrets = new SecretReader(sections, variables, findings);
        this.binds = new BindCheck(findings);
    }

    /** Reads a whole configuration; null after errors that leave nothing to make. */
    @Nullable BalancerConfig root(Node.Mapping mapping, Place place) {
        BalancerConfig config = sections.read(RootKeys.ROOT, mapping, place);
        binds.reportOverlaps(bind -> isUdp(mapping, bind));
        return config;
    }

    /** As written, whether the rest of the listener is valid or not. */
    private static boolean isUdp(Node.Mapping root, Place bind) {
        String[] path = bind.pointer().split("/");
        return path.length > 2 && path[1].equals("listeners")
                && root.entries().get("listeners") instanceof Node.Entry(_, Node.Mapping listeners)
                && listeners.entries().get(path[2]) instanceof Node.Entry(_, Node.Mapping listener)
                && listener.entries().get("protocol") instanceof Node.Entry(_, Node.Scalar(_, var protocol))
                && protocol.equals("udp");
    }

    /** The value; null after an error was reported. */
    @SuppressWarnings("unchecked") // each case makes what its shape says
    <T> @Nullable T read(Shape<T> shape, Node node, Place place) {
        return (T) switch (node) {
            case Node.Broken _ -> null;
            case Node.Null(var position) when shape instanceof Shape.ById<?> byId ->
                    sections.byId(byId, SectionReader.empty(position), place);
            case Node.Null _ -> mismatch(shape, node, place);
            default -> written(shape, node, place);
        };
    }

    private @Nullable Object written(Shape<?> shape, Node node, Place place) {
        return switch (shape) {
            case Shape.Value<?>(var type) -> value(type, node, place);
            case Shape.Several<?>(var element, var least) -> several(element, least, node, place);
            case Shape.SecretText _ -> secrets.read(node, place);
            case Shape.OrWord<?> choice -> orWord(choice, node, place);
            case Shape.Plugin<?, ?> plugin -> plugins.read(plugin, node, place);
            case Shape.OneOption<?, ?> option -> plugins.readOption(option, node, place);
            case Shape.Section<?> section when node instanceof Node.Mapping mapping -> sections.read(section, mapping, place);
            case Shape.ById<?> byId when node instanceof Node.Mapping mapping -> sections.byId(byId, mapping, place);
            case Shape.Section<?> _, Shape.ById<?> _ -> mismatch(shape, node, place);
            default -> node instanceof Node.Scalar scalar ? text(shape, scalar, place) : mismatch(shape, node, place);
        };
    }

    /** Whether there is a plugin for a type. */
    boolean isProvided(Shape<?> shape, String type) {
        return shape instanceof Shape.Plugin<?, ?> plugin && plugins.isProvided(plugin, type);
    }

    private @Nullable Object text(Shape<?> shape, Node.Scalar scalar, Place place) {
        try {
            return parse(shape, scalar.text(), place.at(scalar.position()));
        } catch (Refused refused) {
            findings.error(place.at(scalar.position()), refused);
            return null;
        }
    }

    private Object parse(Shape<?> shape, String text, Place place) throws Refused {
        return switch (shape) {
            case Shape.Value<?>(var type) -> ScalarText.parse(type, text);
            case Shape.Id _ -> requireId(text);
            case Shape.PoolReference _ -> requirePool(text);
            case Shape.IssuerReference _ -> requireIssuer(text);
            case Shape.BindAddress _ -> binds.add(AddressText.bind(text), place);
            case Shape.AdminAddress _ -> Optional.of(binds.add(AddressText.admin(text), place));
            case Shape.BackendAddress _ -> AddressText.backend(text);
            case Shape.ServerAddress _ -> AddressText.server(text);
            case Shape.TlsVersion _ -> TlsVersionText.parse(text);
            case Shape.LogLevel _ -> AccessLogLevelText.parse(text);
            case Shape.IpAddress _ -> AddressText.ip(text);
            case Shape.NetworkAddress _ -> AddressText.network(text);
            case Shape.ServerNames _ -> ServerNameText.parse(text);
            case Shape.InterfaceName _ -> AddressText.interfaceName(text);
            case Shape.HostName _ -> AddressText.hostName(text);
            case Shape.Access _ -> AccessText.parse(text);
            case Shape.ConnectionRate _ -> RateText.parse(text);
            case Shape.Bandwidth _ -> RateText.bytes(text);
            case Shape.LimitAction _ -> OnLimitText.parse(text);
            case Shape.Removal _ -> RemoveText.parse(text);
            case Shape.Text _ -> requireText(text);
            case Shape.FilePath _ -> path(requireText(text));
            default -> throw new Refused(Code.WRONG_TYPE, "expected " + Words.of(shape) + ", found " + Quoted.of(text));
        };
    }

    private @Nullable Object value(OptionType<?> type, Node node, Place place) {
        return switch (type) {
            case OptionType.ListType<?>(var element) -> list(element, node, place);
            case OptionType.MapType<?>(var value, var keys) when node instanceof Node.Mapping mapping -> map(value, keys, mapping, place);
            case OptionType.SecretType _ -> secrets.read(node, place);
            case OptionType.BackendType _ when !(node instanceof Node.Sequence) -> backend(node, place);
            default -> {
                var shape = new Shape.Value<>(type);
                yield node instanceof Node.Scalar scalar ? text(shape, scalar, place) : mismatch(shape, node, place);
            }
        };
    }

    private static Shape<?> behindWords(Shape<?> choice) {
        return choice instanceof Shape.OrWord<?>(_, _, var other) ? behindWords(other) : choice;
    }

    private @Nullable Object orWord(Shape.OrWord<?> choice, Node node, Place place) {
        if (node instanceof Node.Mapping mapping && behindWords(choice) instanceof Shape.Section<?> section) {
            return sections.read(section, mapping, place);
        }
        if (!(node instanceof Node.Scalar(var position, var text))) {
            return mismatch(choice, node, place);
        }
        List<String> words = new ArrayList<>();
        Shape<?> rest = choice;
        while (rest instanceof Shape.OrWord<?>(var word, var meaning, var other)) {
            if (text.equals(word)) {
                return meaning;
            }
            words.add(word);
            rest = other;
        }
        if (rest instanceof Shape.Section<?>) {
            return mismatch(choice, node, place);
        }
        try {
            return parse(rest, text, place.at(position));
        } catch (Refused refused) {
            findings.error(refused.code(), place.at(position), refused.sentence() + " (or the word " + String.join(" or ", words) + ")");
            return null;
        }
    }

    private @Nullable List<Object> list(OptionType<?> type, Node node, Place place) {
        var element = new Shape.Value<>(type);
        if (!(type instanceof OptionType.BackendType)) {
            return elements(element, node, place, (_, _) -> true);
        }
        var backends = new BackendListCheck(findings);
        List<Object> values = elements(element, node, place, (value, at) -> backends.isNew((BackendSpec) value, at));
        if (values != null) {
            backends.reportDoubts(place.at(node.position()));
        }
        return values;
    }

    private @Nullable List<Object> several(Shape<?> element, int least, Node node, Place place) {
        if (node instanceof Node.Sequence(var position, var items) && items.size() < least) {
            findings.error(Code.OUT_OF_RANGE, place.at(position), "the list is empty: write at least one");
            return null;
        }
        return elements(element, node, place, (_, _) -> true);
    }

    /** A single value stands for a list of one. Null if any element was refused, after all were read. */
    private @Nullable List<Object> elements(Shape<?> element, Node node, Place place, BiPredicate<Object, Place> accepts) {
        List<Node> items = node instanceof Node.Sequence(_, var several) ? several : List.of(node);
        List<Object> values = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            Place at = item == node ? place.at(item.position()) : place.child(Integer.toString(i), item.position());
            Object value = read(element, item, at);
            if (value != null && accepts.test(value, at)) {
                values.add(value);
            }
        }
        return values.size() == items.size() ? Collections.unmodifiableList(values) : null;
    }

    private @Nullable Map<String, Object> map(OptionType<?> type, List<String> keys, Node.Mapping mapping, Place place) {
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> {
            Place at = place.child(name, entry.position());
            Object value = read(new Shape.Value<>(type), entry.value(), at);
            if (!keys.isEmpty() && !keys.contains(name)) {
                findings.error(Code.UNKNOWN_KEY, at, SectionReader.unknown(name, keys));
            } else if (value != null) {
                values.put(name, value);
            }
        });
        return values.size() == mapping.entries().size() ? Collections.unmodifiableMap(values) : null;
    }

    private @Nullable BackendSpec backend(Node node, Place place) {
        if (node instanceof Node.Mapping mapping) {
            return sections.read(PoolKeys.BACKEND, mapping, place);
        }
        Address address = read(new Shape.BackendAddress(), node, place);
        return address == null ? null : BackendSpec.of(address);
    }

    @Nullable Object mismatch(Shape<?> shape, Node node, Place place) {
        findings.error(Code.WRONG_TYPE, place.at(node.position()), "expected " + Words.of(shape) + ", found " + node.kind());
        return null;
    }

    private String requirePool(String id) throws Refused {
        if (pools.contains(id)) {
            return id;
        }
        String known = pools.isEmpty() ? " (there are none)" : " (the pools: " + Words.some(pools) + ")";
        throw new Refused(Code.UNKNOWN_POOL, "there is no pool " + Quoted.of(id) + Suggestion.of(id, pools) + known);
    }

    private String requireIssuer(String id) throws Refused {
        if (issuers.contains(id)) {
            return id;
        }
        String known = issuers.isEmpty() ? " (there are none: write it under 'issuers')" : " (the issuers: " + Words.some(issuers) + ")";
        throw new Refused(Code.UNKNOWN_ISSUER, "there is no issuer " + Quoted.of(id) + Suggestion.of(id, issuers) + known);
    }

    private static String requireText(String text) throws Refused {
        if (text.isEmpty()) {
            throw new Refused(Code.WRONG_TYPE, "this is empty: write a text");
        }
        return text;
    }

    private static Path path(String text) throws Refused {
        try {
            return Path.of(text);
        } catch (InvalidPathException failure) {
            throw new Refused(Code.WRONG_TYPE, Quoted.of(text) + " cannot be the path of a file: " + failure.getReason());
        }
    }

    static String requireId(String text) throws Refused {
        boolean isId = !text.isEmpty() && text.length() <= LONGEST_ID && text.chars().allMatch(ShapeReader::isIdCharacter)
                && text.charAt(0) != '.' && text.charAt(0) != '-'; // '..' is no segment of a path, and '-x' would be an option
        if (!isId) {
            throw new Refused(Code.INVALID_ID, Quoted.of(text) + " is not " + Words.of(new Shape.Id()));
        }
        return text;
    }

    private static boolean isIdCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }
}
