package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The example plugin of the distribution, built as its guide says: with the distribution and a JDK, and nothing else. */
class ExamplePluginIT extends EndToEnd {

    private static final String GUIDE = "docs/writing-a-plugin.md";

    @Test
    void theCommandsOfTheGuideBuildItAndItsStrategyBalances() throws Exception {
        Path home = Distribution.copyInto(directory);
        assertTrue(build(home).contains("strategy canary"));

        Path file = file("awe4lb.yaml", """
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                  never: {bind: "127.0.0.1:0", pool: never}
                pools:
                  web:
                    strategy: {type: canary, percent: 50}
                    backends: &backends ["%s", {address: "%s", weight: 0}]
                  never:
                    strategy: {type: canary, percent: 0}
                    backends: *backends
                """.formatted(backend("stable"), backend("canary")));
        Awe4lb awe4lb = started(Launch.of(home), "run", "-c", file.toString()).ready();

        Map<String, Integer> spread = new TreeMap<>();
        for (int i = 1; i < 100; i++) {
            String source = "127.0.0." + i;
            String name = clientFrom(source, awe4lb.address("web")).line();
            assertEquals(name, clientFrom(source, awe4lb.address("web")).line(), "the same client again");
            spread.merge(name, 1, Integer::sum);
        }
        assertEquals(2, spread.size(), spread::toString);
        assertEquals(Map.of("stable", 20), Load.spread(awe4lb.address("never"), 20, 2));
    }

    /** @return what the last command says, which lists the plugins */
    static String build(Path home) throws Exception {
        String commands = Markdown.of(Distribution.SOURCES.resolve(GUIDE)).section("5. Compile, pack, drop in").block("sh");
        var shell = new ProcessBuilder("/bin/sh", "-e", "-c", commands).directory(home.resolve("examples/plugin").toFile());
        shell.environment().clear();
        shell.environment().put("PATH", System.getProperty("java.home") + "/bin:/usr/bin:/bin");
        shell.environment().put("AWE4LB", home.toString());
        Process process = shell.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(Files.exists(home.resolve("plugins/canary-1.0.0.jar")), output);
        return output;
    }
}
