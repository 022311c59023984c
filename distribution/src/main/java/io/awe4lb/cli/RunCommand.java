package io.awe4lb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code run}: serves until it is told to stop. */
@Command(
        name = "run",
        description = "Serves a configuration until TERM (graceful) or INT (at once).",
        footer = {
            "",
            "Examples:",
            "  awe4lb run -c my.yaml",
            "  awe4lb run -c /etc/awe4lb --plugins /opt/my-plugins"
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private HelpOption help = new HelpOption();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private PluginsOption plugins = new PluginsOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Failure {
        Installation installation = Installation.ofSystemProperty();
        return new Run(config.path(installation), plugins.directories(installation), spec.commandLine().getErr()).untilStopped();
    }
}
