package io.awe4lb.cli;

import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.command.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
final class RunCommand extends Subcommand {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private PluginsOption plugins = new PluginsOption();

    @Override
    public Integer call() throws Failure {
        Installation installation = Installation.ofSystemProperty();
        return new Run(config.path(installation), plugins.directories(installation), err()).untilStopped();
    }
}
