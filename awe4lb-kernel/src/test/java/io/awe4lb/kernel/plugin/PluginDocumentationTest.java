package io.awe4lb.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/plugins.md against the code and the start script. */
class PluginDocumentationTest {

    private static final Path ROOT = Path.of("..");

    private final String page = read("docs/plugins.md");

    @Test
    void everyReasonStandsInTheTable() {
        for (var reason : PluginInfo.Reason.values()) {
            assertTrue(page.contains("| `" + reason.code() + "` |"), reason::code);
        }
    }

    @Test
    void theJdkModulesForPluginsAreThoseOfTheStartScript() {
        var script = Pattern.compile("(?m)^plugin_modules=(.*)$").matcher(read("distribution/src/main/dist/bin/awe4lb"));
        assertTrue(script.find());
        var listed = page.lines().dropWhile(line -> !line.contains("modules of the JDK that awe4lb runs with")).skip(1).findFirst()
                .orElseThrow();
        var names = Pattern.compile("`([a-z.]+)`").matcher(listed).results().map(name -> name.group(1)).toList();
        assertEquals(List.of(("java.base," + script.group(1)).split(",")), names);
    }

    private static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
