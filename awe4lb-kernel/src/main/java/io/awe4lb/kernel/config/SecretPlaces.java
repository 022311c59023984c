package io.awe4lb.kernel.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Provider;
import java.util.ArrayList;
import java.util.List;

/** Where secrets are written out in a configuration: known by the shapes of the keys, whether the rest is valid or not. */
final class SecretPlaces {

    private final Providers providers;
    private final List<JsonPointer> places = new ArrayList<>();

    private SecretPlaces(Providers providers) {
        this.providers = providers;
    }

    static List<JsonPointer> in(JsonNode tree, Providers providers) {
        var secrets = new SecretPlaces(providers);
        secrets.look(RootKeys.ROOT, tree, JsonPointer.empty());
        return secrets.places;
    }

    private void look(Shape<?> shape, JsonNode node, JsonPointer at) {
        switch (shape) {
            case Shape.SecretText _ -> secret(node, at);
            case Shape.Section<?> section -> section.keys().stream()
                    .filter(key -> node.has(key.name()))
                    .forEach(key -> look(key.shape(), node.get(key.name()), at.appendProperty(key.name())));
            case Shape.ById<?>(var entry) ->
                    node.properties().forEach(property -> look(entry, property.getValue(), at.appendProperty(property.getKey())));
            case Shape.Several<?>(var element, _) when node.isArray() -> {
                for (int i = 0; i < node.size(); i++) {
                    look(element, node.get(i), at.appendIndex(i));
                }
            }
            case Shape.Several<?>(var element, _) -> look(element, node, at);
            case Shape.OrWord<?>(_, _, var other) -> look(other, node, at);
            case Shape.Plugin<?, ?> plugin -> plugin(plugin, node, at);
            default -> {}
        }
    }

    private void secret(JsonNode node, JsonPointer at) {
        if (node.isValueNode() && !node.isNull()) {
            places.add(at);
        }
    }

    private void plugin(Shape.Plugin<?, ?> plugin, JsonNode node, JsonPointer at) {
        Provider provider = plugin.kind().providers().apply(providers).get(node.path(PluginKeys.TYPE).asText());
        if (provider != null) {
            provider.options().stream().filter(option -> node.has(option.name()))
                    .forEach(option -> look(option.type(), node.get(option.name()), at.appendProperty(option.name())));
        }
    }

    private void look(OptionType<?> type, JsonNode node, JsonPointer at) {
        switch (type) {
            case OptionType.SecretType _ -> secret(node, at);
            case OptionType.MapType<?>(var value, _) ->
                    node.properties().forEach(property -> look(value, property.getValue(), at.appendProperty(property.getKey())));
            case OptionType.ListType<?>(var element) when node.isValueNode() -> look(element, node, at);
            case OptionType.ListType<?>(var element) -> {
                for (int i = 0; i < node.size(); i++) {
                    look(element, node.get(i), at.appendIndex(i));
                }
            }
            default -> {}
        }
    }
}
