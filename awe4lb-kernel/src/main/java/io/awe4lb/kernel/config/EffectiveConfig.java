package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.spi.Secret;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a configuration comes to: every key with the value that holds, written or not. Any thread; nothing is kept. */
public final class EffectiveConfig {

    private static final String NAME = "configuration";

    private EffectiveConfig() {}

    /**
     * Writes out what a text means: defaults filled in, variables and {@code auto} replaced, short forms expanded, and
     * {@link Secret#MASK} for every secret. A key that has no value is left
     * out; a text with {@code ${} in it is shown as it is.
     *
     * @param providers of the types that it may name
     * @param environment value of a variable, or null
     * @param text YAML
     * @return JSON with the keys of a configuration
     * @throws InvalidTextException if it is not a valid configuration
     */
    public static ObjectNode of(Providers providers, Function<String, @Nullable String> environment, String text)
            throws InvalidTextException {
        if (new ConfigReader(providers, environment).read(NAME, text) instanceof ConfigResult.Invalid(var findings)) {
            throw new InvalidTextException(findings);
        }
        Node.Mapping root = new ConfigSource(new Variables(environment), new Findings()).read(NAME, text);
        ObjectNode all =
                new ShapeWriter(providers).section(RootKeys.ROOT.keys(), root == null ? SectionReader.empty(Position.startOf(NAME)) : root);
        all.path("listeners").forEach(listener -> {
            fill((ObjectNode) listener, "timeouts", all.at("/defaults/timeouts"));
            fill((ObjectNode) listener, "accessLog", all.path("accessLog"));
            ListenerKeys.removeStrangers((ObjectNode) listener);
        });
        return all;
    }

    /** Keys that a listener does not have itself; where one of both is a word, the listener's own holds. */
    private static void fill(ObjectNode listener, String key, JsonNode defaults) {
        if (!(listener.path(key) instanceof ObjectNode own)) {
            return;
        }
        if (own.isEmpty()) {
            listener.set(key, defaults.deepCopy());
        } else if (defaults instanceof ObjectNode all) {
            listener.set(key, JsonNodeFactory.instance.objectNode().<ObjectNode>setAll(all.deepCopy()).setAll(own));
        }
    }
}
