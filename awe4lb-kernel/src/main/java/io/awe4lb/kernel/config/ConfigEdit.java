package io.awe4lb.kernel.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Changes of a configuration's text that leave comments, order and layout of everything else as they are. What is added is written like
 * what is around it. An entry that goes takes the comments in its lines and directly above it with it, but for those that the text begins
 * with; of equal items in a row the last one goes. A result is read again before it is returned, and always means what it should; where that cannot be had with a small change (an alias is
 * changed, say), more around the place is written anew, without its comments. JSON stays JSON.
 *
 * <p>Variables are texts here, and values are those of {@link #tree}. Any thread; the text that was read last is kept. Every method throws
 * {@link InvalidTextException} for a text that is not YAML as awe4lb reads it; keys and values that mean nothing are left to
 * {@link ConfigReader}.
 */
public final class ConfigEdit {

    private ConfigEdit() {}

    /**
     * Replaces or adds a value. A map that replaces a map changes only the entries that differ, a list likewise its items.
     *
     * @param text YAML
     * @param pointer JSON Pointer (RFC 6901); parents that are missing or empty become maps; the place after the last item of a list has
     *     that index, or {@code -}; empty for the whole
     * @param value JSON
     * @return the text with the change
     * @throws InvalidTextException if the text is not YAML
     * @throws NoSuchPlaceException if a parent is neither a map nor a list, or has no such index
     * @throws IllegalArgumentException if this is not a pointer, or a key in the value has more than 1000 characters or is {@code <<}
     */
    public static String put(String text, String pointer, JsonNode value) throws InvalidTextException, NoSuchPlaceException {
        WrittenText written = WrittenText.read(text);
        return rewritten(written, TreeEdit.put(written.json(), JsonPointer.compile(pointer), value));
    }

    /**
     * Takes an entry of a map or an item of a list away.
     *
     * @param text YAML
     * @param pointer JSON Pointer (RFC 6901); empty for everything
     * @return the text without it
     * @throws InvalidTextException if the text is not YAML
     * @throws NoSuchPlaceException if there is nothing
     * @throws IllegalArgumentException if this is not a pointer
     */
    public static String remove(String text, String pointer) throws InvalidTextException, NoSuchPlaceException {
        WrittenText written = WrittenText.read(text);
        return rewritten(written, TreeEdit.remove(written.json(), JsonPointer.compile(pointer)));
    }

    /**
     * Merges a patch into it: JSON Merge Patch (RFC 7396).
     *
     * @param text YAML
     * @param mergePatch null as a value takes an entry away
     * @return the text with the changes
     * @throws InvalidTextException if the text is not YAML
     * @throws IllegalArgumentException if a key in the patch has more than 1000 characters or is {@code <<}
     */
    public static String merge(String text, JsonNode mergePatch) throws InvalidTextException {
        WrittenText written = WrittenText.read(text);
        return rewritten(written, TreeEdit.merge(written.json(), mergePatch));
    }

    /**
     * What is written, as JSON. Aliases and merge keys are expanded, variables left as they are. Plain scalars that JSON would write the
     * same way are numbers and truth values, an empty value is null, everything else is a string.
     *
     * @param text YAML
     * @return keys in the order written; null for a text without content; may share nodes, so make a copy before you change it
     * @throws InvalidTextException if the text is not YAML
     */
    public static JsonNode tree(String text) throws InvalidTextException {
        return WrittenText.read(text).json();
    }

    private static String rewritten(WrittenText written, JsonNode meaning) throws InvalidTextException {
        return Rewriting.of(written, JsonScalar.normal(meaning));
    }
}
