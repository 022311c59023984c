package io.awe4lb.plugins.discovery.file;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Parses YAML into maps and lists, strictly: one document, no key twice, nothing but plain values. */
final class YamlTree {

    private YamlTree() {}

    /** @throws IllegalArgumentException with a sentence, if it is no YAML */
    static Object parse(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setCodePointLimit(Integer.MAX_VALUE); // the file's size has a limit
        try {
            return new Yaml(new SafeConstructor(options)).load(text);
        } catch (MarkedYAMLException failure) {
            var place = failure.getProblemMark();
            String where = place == null ? "" : " at line %d, column %d".formatted(place.getLine() + 1, place.getColumn() + 1);
            throw new IllegalArgumentException("it is no YAML%s: %s".formatted(where, failure.getProblem()), failure);
        } catch (YAMLException failure) {
            throw new IllegalArgumentException("it is no YAML: %s".formatted(String.valueOf(failure.getMessage()).lines().findFirst()
                    .orElse("")), failure);
        }
    }
}
