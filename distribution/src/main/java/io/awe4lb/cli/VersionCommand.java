package io.awe4lb.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: what a report of a problem should begin with. */
@Command(
        name = "version",
        description = "Prints the versions of awe4lb, Java and the system.",
        footer = {
            "",
            "Example:",
            "  awe4lb version"
        })
final class VersionCommand implements Callable<Integer> {

    @Mixin
    private HelpOption help = new HelpOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(line());
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
