package io.awe4lb.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where awe4lb is installed.
 *
 * @param home the directory with {@code conf/}, {@code plugins/} and the rest; empty when it was not started by its script
 */
record Installation(Optional<Path> home) {

    /** The one that the start script named. */
    static Installation ofSystemProperty() {
        return new Installation(Optional.ofNullable(System.getProperty("awe4lb.home")).map(Path::of));
    }

    /** Where the bundled plugins are, then the directories given. */
    List<Path> pluginDirectories(Path... more) {
        List<Path> directories = new ArrayList<>();
        home.ifPresent(directory -> directories.add(directory.resolve("plugins")));
        directories.addAll(List.of(more));
        return directories;
    }

    /** What is typed to run a command of it. */
    String command() {
        return home.map(directory -> directory.resolve("bin").resolve("awe4lb").toString()).orElse("awe4lb");
    }

    /** Where the configuration is looked for when none is named. */
    Optional<Path> usualConfig() {
        return home.map(directory -> directory.resolve("conf").resolve("awe4lb.yaml"));
    }

    /** Where what outlives the process is kept when nothing else is said. */
    Optional<Path> usualData() {
        return home.map(directory -> directory.resolve("data"));
    }

    /** A configuration to copy and edit. */
    Path example() {
        return home.orElse(Path.of("")).resolve("examples").resolve("minimal.yaml");
    }

    /** The configuration to use when none is named. */
    Optional<Path> defaultConfig() {
        return usualConfig().filter(Files::exists);
    }
}
