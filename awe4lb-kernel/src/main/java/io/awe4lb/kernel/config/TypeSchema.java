package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.OptionType.ChoiceType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The JSON Schema of the types that options share. Wherever a scalar may stand, a string with a variable may stand as well. */
final class TypeSchema {

    static final String ID = "[A-Za-z0-9_][A-Za-z0-9._-]{0,63}";
    private static final String VARIABLE = "\\$\\{";
    private static final String DURATION = "([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?";
    private static final String ADDRESS = "unix:.+|.*:[0-9]{1,5}";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TypeSchema() {}

    static ObjectNode of(OptionType<?> type) {
        return switch (type) {
            case OptionType.TextType _ -> types("string", "number", "boolean");
            case OptionType.SecretType _ -> reference("secret");
            case OptionType.FlagType _ -> types("boolean", "string").put("pattern", orVariable("true|false"));
            case OptionType.NumberType(var min, var max) ->
                    types("integer", "string").put("minimum", min).put("maximum", max).put("pattern", orVariable("-?[0-9]+[kM]?"));
            case OptionType.DurationType duration -> string(duration.offAllowed() ? "off|" + DURATION : DURATION);
            case OptionType.SizeType(var min, var max) ->
                    types("integer", "string").put("minimum", min).put("maximum", max).put("pattern", orVariable("[0-9]+([kMG]|[KMG]iB)?"));
            case ChoiceType<?>(var choices) -> words(choices.stream().map(ChoiceType::word).toList());
            case OptionType.ListType<?>(var element) -> oneOrList(of(element), 0);
            case OptionType.MapType<?>(var value, var keys) -> map(of(value), keys);
            case OptionType.AddressType _ -> string(ADDRESS);
            case OptionType.BackendType _ -> anyOf(backendAddress(), reference("backend"));
        };
    }

    private static ObjectNode map(ObjectNode value, List<String> keys) {
        ObjectNode map = types("object").set("additionalProperties", value);
        if (!keys.isEmpty()) {
            keys.forEach(map.putObject("propertyNames").putArray("enum")::add);
        }
        return map;
    }

    /** A string of this form, or with a variable. */
    static ObjectNode string(String pattern) {
        return types("string").put("minLength", 1).put("pattern", orVariable(pattern));
    }

    static ObjectNode address() {
        return string(ADDRESS);
    }

    static ObjectNode backendAddress() {
        return string(ADDRESS + "|\\*");
    }

    static ObjectNode removal() {
        return string("keep|close|drain|drain +" + DURATION);
    }

    static ObjectNode limitAction() {
        return string("close|reset|dry-run|queue +" + DURATION);
    }

    static ObjectNode words(Collection<String> words) {
        if (words.isEmpty()) {
            return anyOf(reference("variable")); // draft-07 wants at least one word
        }
        ObjectNode known = JSON.objectNode();
        ArrayNode values = known.putArray("enum");
        words.forEach(values::add);
        return anyOf(known, reference("variable"));
    }

    static ObjectNode variable() {
        return types("string").put("pattern", VARIABLE).put("description", "A string with an environment variable: ${NAME}.");
    }

    static ObjectNode oneOrList(ObjectNode element, int least) {
        ObjectNode list = types("array").put("minItems", least).set("items", element);
        return anyOf(element, list);
    }

    static ObjectNode anyOf(ObjectNode... schemas) {
        ObjectNode any = JSON.objectNode();
        ArrayNode several = any.putArray("anyOf");
        for (ObjectNode schema : schemas) {
            several.add(schema);
        }
        return any;
    }

    static ObjectNode reference(String definition) {
        return JSON.objectNode().put("$ref", "#/definitions/" + definition);
    }

    static ObjectNode types(String first, String... more) {
        ObjectNode schema = JSON.objectNode();
        if (more.length == 0) {
            return schema.put("type", first);
        }
        ArrayNode types = schema.putArray("type").add(first);
        for (String type : more) {
            types.add(type);
        }
        return schema;
    }

    /** A default as it would be written. */
    static JsonNode value(Object value) {
        return switch (value) {
            case Boolean flag -> JSON.booleanNode(flag);
            case Integer number -> JSON.numberNode(number);
            case Long size -> JSON.numberNode(size);
            case Duration duration -> JSON.textNode(DurationText.format(duration));
            case Enum<?> choice -> JSON.textNode(ChoiceType.word(choice));
            case Collection<?> several -> {
                ArrayNode list = JSON.arrayNode();
                several.forEach(one -> list.add(value(one)));
                yield list;
            }
            case Map<?, ?> entries -> {
                ObjectNode map = JSON.objectNode();
                entries.forEach((name, one) -> map.set(String.valueOf(name), value(one)));
                yield map;
            }
            default -> JSON.textNode(value.toString());
        };
    }

    private static String orVariable(String pattern) {
        return "^(" + pattern + ")$|" + VARIABLE;
    }
}
