package io.awe4lb.kernel.config;

import io.awe4lb.spi.Provider;
import java.util.Collection;

/** The keys of a configuration as Markdown, made of the same statements that reading uses. docs/configuration.md holds it. */
public final class ConfigReference {

    private static final String HEAD = "| key | value | default | meaning |\n| --- | --- | --- | --- |\n";

    private final StringBuilder text = new StringBuilder();

    private ConfigReference() {}

    /**
     * Every key of the kernel, a table a section.
     *
     * @return Markdown, the same whatever plugins there are
     */
    public static String keys() {
        var reference = new ConfigReference();
        reference.section("Top level", "", RootKeys.ROOT);
        reference.table("An entry of `backends`", PoolKeys.BACKEND.keys());
        return reference.text.toString();
    }

    /**
     * The options of one provider, beside those that its kind has in common.
     *
     * @param provider any
     * @return a table, or a sentence if it has none
     */
    public static String options(Provider provider) {
        var reference = new ConfigReference();
        if (provider.options().isEmpty()) {
            return "It has no options of its own.\n";
        }
        reference.rows(provider.options().stream().<Key<?>>map(Key::of).toList());
        return reference.text.toString();
    }

    /**
     * Every code of a finding.
     *
     * @return a table
     */
    public static String findings() {
        var text = new StringBuilder("| code | meaning |\n| --- | --- |\n");
        for (Code code : Code.values()) {
            text.append("| `").append(code.word()).append("` | ").append(code.description()).append(" |\n");
        }
        return text.toString();
    }

    private void section(String title, String path, Shape.Section<?> section) {
        table(title, section.keys());
        section.keys().forEach(key -> nested(path.isEmpty() ? key.name() : path + "." + key.name(), key.shape()));
    }

    private void nested(String path, Shape<?> shape) {
        switch (shape) {
            case Shape.Section<?> section -> section("`" + path + "`", path, section);
            case Shape.ById<?>(Shape.Section<?> entry) -> section("`" + path + ".<id>`", path + ".<id>", entry);
            case Shape.Several<?>(Shape.Section<?> entry, _) -> section("An entry of `" + path + "`", path, entry);
            case Shape.OrWord<?>(_, _, var other) -> nested(path, other);
            case Shape.Plugin<?, ?> plugin when !plugin.common().isEmpty() ->
                    table("`" + path + "`, beside `type` and its options", plugin.common());
            default -> {}
        }
    }

    private void table(String title, Collection<Key<?>> keys) {
        text.append(text.isEmpty() ? "" : "\n").append("### ").append(title).append("\n\n");
        rows(keys);
    }

    private void rows(Collection<Key<?>> keys) {
        text.append(HEAD);
        for (Key<?> key : keys) {
            text.append("| `").append(key.name()).append("` | ").append(cell(Words.of(key.shape())));
            text.append(" | ").append(byDefault(key)).append(" | ").append(cell(key.description())).append(" |\n");
        }
    }

    private static String byDefault(Key<?> key) {
        return switch (key.absence()) {
            case Key.Absence.Refuse<?> _ -> "required";
            case Key.Absence.Nothing<?> _, Key.Absence.EmptyMap<?> _ -> "–";
            case Key.Absence.Written<?>(var written) -> "`" + written + "`";
            case Key.Absence.IfProvided<?>(var type) -> "`" + type + "`";
            case Key.Absence.Default<?>(var value) -> "`" + cell(plain(Words.byDefault(key.shape(), value))) + "`";
        };
    }

    private static String plain(Object value) {
        String json = TypeSchema.value(value).toString();
        return json.startsWith("\"") && json.length() > 2 ? json.substring(1, json.length() - 1) : json;
    }

    private static String cell(String text) {
        return Quoted.oneLine(text).replace("|", "\\|");
    }
}
