package io.awe4lb.kernel.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Where secrets are written out in a configuration: known by the shapes of the keys, whether the rest is valid or not. */
final class SecretPlaces {

    private final List<JsonPointer> places = new ArrayList<>();

    private SecretPlaces() {}

    static List<JsonPointer> in(JsonNode tree) {
        var secrets = new SecretPlaces();
        secrets.look(RootKeys.ROOT, tree, JsonPointer.empty());
        return secrets.places;
    }

    private void look(Shape<?> shape, JsonNode node, JsonPointer at) {
        switch (shape) {
            case Shape.SecretText _ when node.isValueNode() && !node.isNull() -> places.add(at);
            case Shape.Section<?> section -> section.keys().stream()
                    .filter(key -> node.has(key.name()))
                    .forEach(key -> look(key.shape(), node.get(key.name()), at.appendProperty(key.name())));
            case Shape.ById<?>(var entry) ->
                    node.properties().forEach(property -> look(entry, property.getValue(), at.appendProperty(property.getKey())));
            case Shape.OrWord<?>(_, _, var other) -> look(other, node, at);
            default -> {}
        }
    }
}
