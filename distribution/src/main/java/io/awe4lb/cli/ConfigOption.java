package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code -c}: which configuration. */
final class ConfigOption {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE_OR_DIR",
            description = {
                "The configuration: a YAML file, or a directory with awe4lb.yaml and conf.d/*.yaml.",
                "Left out: conf/awe4lb.yaml of the installation."
            })
    private @Nullable Path path;

    boolean isGiven() {
        return path != null;
    }

    /** The path given, or the usual one. */
    Path path(Installation installation) throws Failure {
        Optional<Path> found = Optional.ofNullable(path).or(installation::defaultConfig);
        return found.orElseThrow(() -> {
            String where = installation.usualConfig().map(usual -> " (there is no " + usual + ")").orElse("");
            return new Failure(ExitCode.USAGE, "which configuration? Name it with -c FILE_OR_DIR" + where
                    + ": copy " + installation.example() + " to begin one, or try 'awe4lb demo', which needs none");
        });
    }
}
