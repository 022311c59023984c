package io.awe4lb.cli;

import io.awe4lb.kernel.plugin.PluginHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --plugins}: where plugins come from, besides the bundled ones. */
final class PluginsOption {

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "A directory with plugins, beside the bundled ones; may be given several times.")
    private List<Path> directories = new ArrayList<>();

    /** Loads the bundled plugins and those given. */
    PluginHost load(Installation installation) throws Failure {
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                throw new Failure(ExitCode.USAGE, "--plugins " + directory + ": there is no such directory");
            }
        }
        return PluginHost.load(installation.pluginDirectories(directories.toArray(Path[]::new)));
    }
}
