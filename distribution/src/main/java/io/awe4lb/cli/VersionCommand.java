package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Subcommand;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code version}: what a report of a problem should begin with. */
@Command(
        name = "version",
        description = "Prints the versions of awe4lb, Java and the system.",
        footer = {
            "",
            "Example:",
            "  awe4lb version"
        })
final class VersionCommand extends Subcommand {

    @Override
    public Integer call() {
        out().println(line());
        return ExitCode.OK;
    }

    /** {@code awe4lb 0.1.0 (Java 25.0.1+8-LTS, Linux amd64)}. */
    static String line() {
        var module = Optional.ofNullable(Main.class.getModule().getDescriptor());
        String version = module.flatMap(descriptor -> descriptor.rawVersion()).orElse("of no version");
        return "awe4lb %s (Java %s, %s %s)"
                .formatted(version, Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"));
    }
}
