package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Provider;
import io.awe4lb.spi.Secret;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes nodes that are known to be valid out by their shapes: the counterpart of {@link ShapeReader}. */
final class ShapeWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Providers providers;

    ShapeWriter(Providers providers) {
        this.providers = providers;
    }

    /** All keys that have a value. */
    ObjectNode section(Collection<Key<?>> keys, Node.Mapping mapping) {
        ObjectNode object = JSON.objectNode();
        for (Key<?> key : keys) {
            Node.Entry entry = mapping.entries().get(key.name());
            JsonNode value = entry == null ? absent(key, mapping.position()) : of(key.shape(), entry.value());
            if (value != null) {
                object.set(key.name(), value);
            }
        }
        return object;
    }

    private @Nullable JsonNode absent(Key<?> key, Position position) {
        return switch (key.absence()) {
            case Key.Absence.Default<?>(var value) -> TypeSchema.value(Words.byDefault(key.shape(), value));
            case Key.Absence.Written<?>(var text) -> of(key.shape(), new Node.Scalar(position, text));
            case Key.Absence.IfProvided<?>(var type) ->
                    isProvided(key.shape(), type) ? of(key.shape(), new Node.Scalar(position, type)) : null;
            case Key.Absence.EmptyMap<?> _ -> of(key.shape(), SectionReader.empty(position));
            case Key.Absence.Nothing<?> _, Key.Absence.Refuse<?> _ -> null;
        };
    }

    private boolean isProvided(Shape<?> shape, String type) {
        return shape instanceof Shape.Plugin<?, ?> plugin && plugin.kind().providers().apply(providers).containsKey(type);
    }

    private JsonNode of(Shape<?> shape, Node node) {
        return switch (shape) {
            case Shape.Value<?>(var type) -> value(type, node);
            case Shape.Several<?>(var element, _) -> list(element, node);
            case Shape.OrWord<?> choice -> orWord(choice, node);
            case Shape.Section<?> section -> section(section.keys(), mapping(node));
            case Shape.ById<?>(var entry) -> {
                ObjectNode object = JSON.objectNode();
                mapping(node).entries().forEach((id, one) -> object.set(id, of(entry, one.value())));
                yield object;
            }
            case Shape.Plugin<?, ?> plugin -> plugin(plugin, node);
            case Shape.OneOption<?, ?> option -> option(option, node);
            case Shape.SecretText _ -> JSON.textNode(Secret.MASK);
            case Shape.Removal _ -> JSON.textNode(text(node).equals("drain") ? RemoveText.DEFAULT : text(node));
            default -> JSON.textNode(text(node));
        };
    }

    private JsonNode value(OptionType<?> type, Node node) {
        return switch (type) {
            case OptionType.ListType<?>(var element) -> list(new Shape.Value<>(element), node);
            case OptionType.MapType<?>(var value, _) -> {
                ObjectNode object = JSON.objectNode();
                mapping(node).entries().forEach((name, entry) -> object.set(name, value(value, entry.value())));
                yield object;
            }
            case OptionType.SecretType _ -> JSON.textNode(Secret.MASK);
            case OptionType.BackendType _ -> backend(node);
            default -> scalar(type, text(node));
        };
    }

    /** As a user would write what it means. */
    private static JsonNode scalar(OptionType<?> type, String text) {
        try {
            return TypeSchema.value(Words.byDefault(new Shape.Value<>(type), ScalarText.parse(type, text)));
        } catch (Refused refused) {
            throw new IllegalStateException("a value that was read before: " + refused.sentence(), refused);
        }
    }

    private JsonNode backend(Node node) {
        Node.Mapping mapping = mapping(node);
        if (node instanceof Node.Scalar) {
            mapping.entries().put("address", new Node.Entry(node.position(), node));
        }
        return section(PoolKeys.BACKEND.keys(), mapping);
    }

    private ArrayNode list(Shape<?> element, Node node) {
        ArrayNode list = JSON.arrayNode();
        List<Node> items = node instanceof Node.Sequence(_, var several) ? several : List.of(node);
        items.forEach(item -> list.add(of(element, item)));
        return list;
    }

    /** The word itself, but for {@code auto}, which has become something else. */
    private JsonNode orWord(Shape.OrWord<?> choice, Node node) {
        boolean isWord = node instanceof Node.Scalar(_, var text) && text.equals(choice.word());
        if (!isWord) {
            return of(choice.other(), node);
        }
        return choice.word().equals("auto") ? TypeSchema.value(choice.meaning()) : JSON.textNode(choice.word());
    }

    private <P extends Provider> JsonNode plugin(Shape.Plugin<P, ?> plugin, Node node) {
        Node.Mapping mapping = mapping(node);
        Node.Entry written = mapping.entries().get(PluginKeys.TYPE);
        String type = text(written == null ? node : written.value());
        P provider = plugin.kind().providers().apply(providers).get(type);
        ObjectNode object = JSON.objectNode().put(PluginKeys.TYPE, type);
        return provider == null ? object : object.setAll(section(PluginKeys.of(plugin, provider).all(), mapping));
    }

    private JsonNode option(Shape.OneOption<?, ?> shape, Node node) {
        Provider provider = shape.plugin().kind().providers().apply(providers).get(shape.type());
        return provider.options().stream()
                .filter(option -> option.name().equals(shape.option()))
                .findFirst()
                .map(option -> value(option.type(), node))
                .orElseGet(JSON::nullNode);
    }

    private static Node.Mapping mapping(Node node) {
        return node instanceof Node.Mapping mapping ? mapping : SectionReader.empty(node.position());
    }

    private static String text(Node node) {
        return node instanceof Node.Scalar(_, var text) ? text : "";
    }
}
