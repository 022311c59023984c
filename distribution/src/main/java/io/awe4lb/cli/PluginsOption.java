package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
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

    /** The bundled plugins' directory and those given. */
    List<Path> directories(Installation installation) throws Failure {
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                throw new Failure(ExitCode.USAGE, "--plugins " + directory + ": there is no such directory");
            }
        }
        return installation.pluginDirectories(directories.toArray(Path[]::new));
    }

    /** Loads what is in them. */
    PluginHost load(Installation installation) throws Failure {
        return PluginHost.load(directories(installation));
    }
}
