package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void theDocumentHasTheKeysOfTheReader() throws IOException {
        assertEquals(ConfigReference.keys(), generated("keys"));
    }

    @Test
    void theDocumentHasEveryCode() throws IOException {
        assertEquals(ConfigReference.findings(), generated("findings"));
    }

    @Test
    void everyExampleOfTheDocumentIsValid() throws IOException {
        Map<String, String> environment = Map.of("OPS_TOKEN", "one", "DASHBOARD_TOKEN", "another");
        var reader = new ConfigReader(FakeProviders.all(), environment::get);
        List<String> examples = EXAMPLE.matcher(Files.readString(DOCUMENT)).results().map(match -> match.group(1)).toList();
        for (String example : examples) {
            ConfigResult result = reader.read("example", example);
            assertInstanceOf(ConfigResult.Valid.class, result, () -> result.findings() + "\n" + example);
        }
        assertTrue(examples.size() >= 4);
    }

    @Test
    void theOptionsOfAPluginAreATable() {
        assertEquals(
                """
                        | key | value | default | meaning |
                        | --- | --- | --- | --- |
                        | `path` | a text | `/` | What is asked for. |
                        | `verify` | true or false | `true` | Whether certificates are checked. |
                        | `linger` | a duration from 1ms to 365d, or off | `off` | Waits after it. |
                        """,
                ConfigReference.options(FakeProviders.all().healthChecks().get("http")));
        assertEquals("It has no options of its own.\n", ConfigReference.options(FakeProviders.all().healthChecks().get("tcp")));
        assertTrue(ConfigReference.options(FakeProviders.all().discoveries().get("exec"))
                .contains("| `environment` | a map of names to: a text | `{}` |"));
    }

    private static String generated(String part) throws IOException {
        String text = Files.readString(DOCUMENT);
        String start = "<!-- generated: " + part + " -->\n\n";
        return text.substring(text.indexOf(start) + start.length(), text.indexOf("\n<!-- end: " + part + " -->"));
    }
}
