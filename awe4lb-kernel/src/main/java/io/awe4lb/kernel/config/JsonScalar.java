package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Plain scalars of YAML as JSON. Only those become numbers and truth values whose JSON is the same text again: {@code 010}, {@code 1e3}
 * and {@code True} stay text, because a configuration is read by its text.
 */
final class JsonScalar {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]*");
    private static final Pattern FRACTION = Pattern.compile("-?(0|[1-9][0-9]*)\\.[0-9]+");
    /** More would only cost time to make a number of. */
    private static final int MOST_DIGITS = 40;

    private JsonScalar() {}

    /** What a scalar without quotes means. */
    static JsonNode of(String plain) {
        return switch (plain) {
            case "", "~", "null", "Null", "NULL" -> JSON.nullNode();
            case "true" -> JSON.booleanNode(true);
            case "false" -> JSON.booleanNode(false);
            default -> plain.length() > MOST_DIGITS ? JSON.textNode(plain) : number(plain);
        };
    }

    private static JsonNode number(String plain) {
        char first = plain.charAt(0);
        if (first != '-' && (first < '0' || first > '9')) {
            return JSON.textNode(plain); // most are, and a look at one character is cheap
        }
        if (WHOLE.matcher(plain).matches()) {
            return whole(new BigInteger(plain));
        }
        if (FRACTION.matcher(plain).matches()) {
            BigDecimal fraction = new BigDecimal(plain);
            return fraction.toPlainString().equals(plain) ? JSON.numberNode(fraction) : JSON.textNode(plain);
        }
        return JSON.textNode(plain);
    }

    /** As small a type as Jackson's own parser would take, so that equal numbers are equal nodes. */
    private static JsonNode whole(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return JSON.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE ? JSON.numberNode(number.longValue()) : JSON.numberNode(number);
    }

    /** The same with every scalar as it comes back when it was written and read; a copy. */
    static JsonNode normal(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JSON.objectNode();
                object.properties().forEach(property -> copy.set(property.getKey(), normal(property.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JSON.arrayNode(array.size());
                array.forEach(item -> copy.add(normal(item)));
                yield copy;
            }
            default -> node.isTextual() ? JSON.textNode(node.textValue()) : of(plain(node));
        };
    }

    /** A scalar's text. */
    static String plain(JsonNode scalar) {
        boolean isFinite =
                scalar.isNumber() && !(scalar.isFloatingPointNumber() && !Double.isFinite(scalar.doubleValue()) && !scalar.isBigDecimal());
        return isFinite && !scalar.isIntegralNumber() ? scalar.decimalValue().toPlainString() : scalar.asText("null");
    }
}
