package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Provider;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The JSON Schema (draft-07) of a configuration, for editors and forms. It knows keys, types and ranges; whether a pool exists, only the
 * reader knows.
 */
public final class ConfigSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Providers providers;

    private ConfigSchema(Providers providers) {
        this.providers = providers;
    }

    /**
     * The schema with the options of these providers.
     *
     * @param providers whose types may be named
     * @return JSON, indented, without a line end after it
     */
    public static String text(Providers providers) {
        return new ConfigSchema(providers).root().toPrettyString();
    }

    private ObjectNode root() {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#").put("title", "Configuration of awe4lb");
        schema.setAll(section(RootKeys.ROOT));
        ObjectNode definitions = schema.putObject("definitions");
        definitions.set("variable", TypeSchema.variable());
        definitions.set("backend", section(PoolKeys.BACKEND));
        definitions.set("secret", TypeSchema.anyOf(TypeSchema.string(".+"), section(SecretReader.SOURCE)));
        return schema;
    }

    private ObjectNode of(Shape<?> shape) {
        return switch (shape) {
            case Shape.Value<?>(var type) -> TypeSchema.of(type);
            case Shape.Id _, Shape.PoolReference _, Shape.IssuerReference _ -> TypeSchema.string(TypeSchema.ID);
            case Shape.BackendAddress _ -> TypeSchema.backendAddress();
            case Shape.BindAddress _, Shape.AdminAddress _, Shape.ServerAddress _ -> TypeSchema.address();
            case Shape.IpAddress _ -> TypeSchema.string("[0-9A-Fa-f:.]+");
            case Shape.Access _ -> TypeSchema.string("(allow|deny)\\s+\\S.*");
            case Shape.NetworkAddress _ -> TypeSchema.string("[0-9A-Fa-f:.]+(/[0-9]{1,3})?");
            case Shape.InterfaceName _ -> TypeSchema.string("[^/\\s]{1,15}");
            case Shape.Text _, Shape.FilePath _, Shape.ServerNames _ -> TypeSchema.string(".+");
            case Shape.HostName _ -> TypeSchema.string("[^/\\s]+");
            case Shape.ConnectionRate _ -> TypeSchema.string("[0-9]+[kM]?/[smh]");
            case Shape.Bandwidth _ -> TypeSchema.string("[0-9]+([kMG]|[KMG]iB)?/s");
            case Shape.LimitAction _ -> TypeSchema.limitAction();
            case Shape.Removal _ -> TypeSchema.removal();
            case Shape.TlsVersion _ -> TypeSchema.string("TLSv1\\.[23]");
            case Shape.LogLevel _ -> TypeSchema.string("all|errors|off|1/[0-9]+[kM]?");
            case Shape.SecretText _ -> TypeSchema.anyOf(TypeSchema.string(".+"), section(SecretReader.SOURCE));
            case Shape.Several<?>(var element, var least) -> TypeSchema.oneOrList(of(element), least);
            case Shape.OrWord<?>(var word, _, var other) ->
                    TypeSchema.anyOf(word(word), of(other), TypeSchema.reference("variable"));
            case Shape.Section<?> section -> section(section);
            case Shape.ById<?>(var entry) -> byId(entry);
            case Shape.Plugin<?, ?> plugin -> plugin(plugin);
            case Shape.OneOption<?, ?> option -> option(option);
        };
    }

    /** What YAML takes for a truth value is one to a schema. */
    private static ObjectNode word(String word) {
        boolean isFlag = word.equals("true") || word.equals("false");
        ObjectNode schema = JSON.objectNode();
        if (isFlag) {
            schema.putArray("enum").add(word).add(Boolean.parseBoolean(word));
            return schema;
        }
        return schema.put("const", word);
    }

    private ObjectNode section(Shape.Section<?> section) {
        ObjectNode schema = object(section.keys());
        if (!section.oneOf().isEmpty()) {
            ArrayNode alternatives = schema.putArray("oneOf");
            section.oneOf().forEach(key -> alternatives.addObject().putArray("required").add(key.name()));
        }
        if (!section.anyOf().isEmpty()) {
            ArrayNode alternatives = schema.putArray("anyOf");
            section.anyOf().forEach(key -> alternatives.addObject().putArray("required").add(key.name()));
        }
        return schema;
    }

    private ObjectNode object(Collection<Key<?>> keys) {
        ObjectNode schema = TypeSchema.types("object");
        ObjectNode properties = schema.putObject("properties");
        keys.forEach(key -> properties.set(key.name(), key(key)));
        List<String> required = requiredNames(keys);
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(names::add);
        }
        return schema.put("additionalProperties", false);
    }

    private ObjectNode key(Key<?> key) {
        ObjectNode schema = JSON.objectNode().put("description", key.description() + limits(key.shape()));
        schema.setAll(of(key.shape()));
        byDefault(key).ifPresent(value -> schema.set("default", value));
        return schema;
    }

    /** Limits that a schema cannot say of a string. */
    private static String limits(Shape<?> shape) {
        return shape instanceof Shape.Value<?>(OptionType.DurationType type) ? " Write " + Words.of(type) + "." : "";
    }

    private static Optional<JsonNode> byDefault(Key<?> key) {
        return switch (key.absence()) {
            case Key.Absence.Default<?>(var value) -> Optional.of(TypeSchema.value(Words.byDefault(key.shape(), value)));
            case Key.Absence.Written<?>(var text) -> Optional.of(JSON.textNode(text));
            case Key.Absence.IfProvided<?>(var type) -> Optional.of(JSON.textNode(type));
            case Key.Absence.Refuse<?> _, Key.Absence.Nothing<?> _, Key.Absence.EmptyMap<?> _ -> Optional.empty();
        };
    }

    private static List<String> requiredNames(Collection<Key<?>> keys) {
        return keys.stream().filter(key -> key.absence() instanceof Key.Absence.Refuse<?>).map(Key::name).toList();
    }

    private ObjectNode byId(Shape<?> entry) {
        ObjectNode schema = TypeSchema.types("object", "null");
        schema.putObject("propertyNames").put("pattern", "^" + TypeSchema.ID + "$");
        return schema.set("additionalProperties", of(entry));
    }

    private <P extends Provider> ObjectNode plugin(Shape.Plugin<P, ?> plugin) {
        Collection<P> known = plugin.kind().providers().apply(providers).values();
        List<String> alone = known.stream()
                .filter(provider -> requiredNames(PluginKeys.of(plugin, provider).all()).isEmpty())
                .map(Provider::type)
                .toList();
        ObjectNode map = TypeSchema.types("object");
        map.putArray("required").add(PluginKeys.TYPE);
        map.putObject("properties").set(PluginKeys.TYPE, TypeSchema.words(known.stream().map(Provider::type).toList()));
        ArrayNode perType = map.putArray("allOf");
        known.forEach(provider -> perType.add(options(plugin, provider)));
        if (known.isEmpty()) {
            map.remove("allOf"); // draft-07 wants at least one
        }
        return TypeSchema.anyOf(TypeSchema.words(alone), map);
    }

    /** If the map has this type, then these keys. */
    private <P extends Provider> ObjectNode options(Shape.Plugin<P, ?> plugin, P provider) {
        ObjectNode schema = JSON.objectNode();
        ObjectNode condition = schema.putObject("if");
        condition.putObject("properties").putObject(PluginKeys.TYPE).put("const", provider.type());
        condition.putArray("required").add(PluginKeys.TYPE);
        ObjectNode options = object(PluginKeys.of(plugin, provider).all());
        ((ObjectNode) options.get("properties")).putObject(PluginKeys.TYPE).put("description", provider.description());
        return schema.set("then", options);
    }

    private <P extends Provider> ObjectNode option(Shape.OneOption<P, ?> shape) {
        P provider = shape.plugin().kind().providers().apply(providers).get(shape.type());
        List<Option<?>> options = provider == null ? List.of() : provider.options();
        return options.stream()
                .filter(option -> option.name().equals(shape.option()))
                .map(option -> TypeSchema.of(option.type()))
                .findFirst()
                .orElseGet(JSON::objectNode);
    }
}
