package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.ref.SoftReference;

/**
 * A text that was read. Immutable: whoever changes the meaning makes a copy first.
 *
 * @param text YAML
 * @param root where everything stands in it
 * @param json what it means
 */
record WrittenText(String text, Written root, JsonNode json) {

    /** The last one: what one change wrote is what the next one begins with, and reading a long text takes most of a change's time. */
    private static volatile SoftReference<WrittenText> last = new SoftReference<>(null);

    static WrittenText read(String text) throws InvalidTextException {
        WrittenText known = last.get();
        if (known != null && known.text.equals(text)) {
            return known;
        }
        Written root = WrittenReader.read(text);
        var read = new WrittenText(text, root, root.json());
        last = new SoftReference<>(read);
        return read;
    }
}
