package io.awe4lb.kernel.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.awe4lb.spi.Secret;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Hides the secrets that a configuration's text holds, and puts them back into what comes back. A secret in a file or in the environment
 * is not in the text, nor is one that is a variable without a default. Any thread.
 *
 * @param providers whose options may be secrets, too
 */
public record Masking(Providers providers) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z_0-9]*(:\\?[^}]*)?}");

    /**
     * A text that may be shown.
     *
     * @param text YAML
     * @return the same with {@link Secret#MASK} in the place of each secret
     * @throws InvalidTextException if the text is not YAML
     */
    public String hide(String text) throws InvalidTextException {
        WrittenText written = WrittenText.read(text);
        return Rewriting.of(written, JsonScalar.normal(hide(written.json())));
    }

    /**
     * A configuration that may be shown.
     *
     * @param tree of {@link ConfigEdit#tree}; stays as it is
     * @return the same with {@link Secret#MASK} in the place of each secret
     */
    public JsonNode hide(JsonNode tree) {
        JsonNode hidden = tree;
        for (JsonPointer place : SecretPlaces.in(tree, providers)) {
            boolean isVariable = VARIABLE.matcher(tree.at(place).asText()).matches();
            hidden = isVariable ? hidden : with(hidden, place, TextNode.valueOf(Secret.MASK));
        }
        return hidden;
    }

    /**
     * A text with the secrets that {@link #hide} took out.
     *
     * @param submitted YAML
     * @param current YAML with the secrets
     * @return the submitted text with the secret of the current one wherever both have one at the same place and the submitted one is the
     *     mask; a mask without a secret stays, and {@link ConfigReader} refuses it
     * @throws InvalidTextException if the current one is not YAML, or the submitted one with a mask
     */
    public String restore(String submitted, String current) throws InvalidTextException {
        JsonNode known = ConfigEdit.tree(current);
        return restore(submitted, () -> known);
    }

    /**
     * The same where the current one was read before.
     *
     * @param submitted YAML
     * @param known {@link ConfigEdit#tree} of the one with the secrets; asked for where it is needed
     * @return as above
     * @throws InvalidTextException if there is a mask, and the text is not YAML
     */
    public String restore(String submitted, Supplier<JsonNode> known) throws InvalidTextException {
        if (!submitted.contains(Secret.MASK)) {
            return submitted; // most are, and reading a long text takes its time
        }
        JsonNode secrets = known.get(); // first: this is mostly the text that was read last
        WrittenText written = WrittenText.read(submitted);
        JsonNode tree = written.json();
        JsonNode restored = tree;
        for (JsonPointer place : SecretPlaces.in(tree, providers)) {
            boolean isMask = tree.at(place).asText().equals(Secret.MASK);
            restored = isMask && secrets.at(place).isValueNode() ? with(restored, place, secrets.at(place)) : restored;
        }
        return Rewriting.of(written, JsonScalar.normal(restored));
    }

    private static JsonNode with(JsonNode tree, JsonPointer place, JsonNode value) {
        try {
            return TreeEdit.put(tree, place, value);
        } catch (NoSuchPlaceException failure) {
            throw new IllegalStateException("a place that was just found", failure);
        }
    }
}
