package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Configurations that users copy. In a page, a block of {@code yaml} with {@code listeners:} at the beginning of a line is a whole
 * configuration and has to pass; one without is a piece of one, which the page says around it.
 */
class DocumentationIT extends EndToEnd {

    private static final int ALL_BELOW = 10;
    /** Of TLS to sources: the program wants them to be there. */
    private static final Pattern FILES = Pattern.compile("/etc/awe4lb/([a-z0-9/-]+\\.(?:pem|crt|key))");

    @Test
    void everyWholeConfigurationInThePagesPasses() throws Exception {
        List<Path> pages = new ArrayList<>(files(Distribution.SOURCES, 1, ".md"));
        pages.addAll(files(Distribution.SOURCES.resolve("docs"), ALL_BELOW, ".md"));
        pages.addAll(files(Distribution.home().resolve("examples"), ALL_BELOW, ".md"));
        pages.add(Distribution.home().resolve("README.md"));
        List<Path> configurations = new ArrayList<>();
        for (Path page : pages) {
            for (Markdown.Block block : Markdown.of(page).blocks()) {
                if (block.language().equals("yaml") && block.text().lines().anyMatch(line -> line.startsWith("listeners:"))) {
                    configurations.add(file("%s-line-%d.yaml".formatted(page.getFileName(), block.line()), here(block.text())));
                }
            }
        }
        assertPass(configurations);
    }

    @Test
    void everyConfigurationInTheDistributionPasses() throws Exception {
        List<Path> configurations = new ArrayList<>(files(Distribution.home().resolve("examples"), ALL_BELOW, ".yaml"));
        configurations.addAll(files(Distribution.home().resolve("conf"), ALL_BELOW, ".yaml"));
        assertPass(configurations);
    }

    /** Some use the example's plugin, some a token of the environment. */
    private void assertPass(List<Path> configurations) throws Exception {
        Path built = Distribution.copyInto(directory);
        ExamplePluginIT.build(built);
        Path plugins = Files.createDirectories(directory.resolve("plugins"));
        Files.copy(built.resolve("plugins/canary-1.0.0.jar"), plugins.resolve("canary-1.0.0.jar"));
        assertFalse(configurations.isEmpty(), "there are configurations");
        Launch launch = Launch.shared().environment("PATH=/usr/bin:/bin", "AWE4LB_TOKEN=0123456789abcdef");
        List<String> arguments = new ArrayList<>(List.of("check", "--plugins", plugins.toString(), "-c"));
        configurations.forEach(configuration -> arguments.add(configuration.toString()));
        Ended ended = started(launch, arguments.toArray(String[]::new)).ended();
        assertEquals(0, ended.exitCode(), ended::out);
        assertEquals(configurations.size(), ended.out().lines().filter(line -> line.contains(".yaml: ok: ")).count(), ended::out);
    }

    /** The files that a configuration wants to be there are there, below another directory. */
    private String here(String configuration) throws IOException {
        Path etc = directory.resolve("etc");
        for (String name : FILES.matcher(configuration).results().map(file -> file.group(1)).toList()) {
            Path file = etc.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        return configuration.replace("/etc/awe4lb/", etc + "/");
    }

    private static List<Path> files(Path directory, int depth, String end) throws IOException {
        try (var files = Files.walk(directory, depth)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }
}
