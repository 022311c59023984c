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
            "  awe4lb run -c /etc/awe4lb --plugins /opt/my-plugins --data /var/lib/awe4lb"
        })
final class RunCommand extends Subcommand {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private PluginsOption plugins = new PluginsOption();

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private AdminOption admin = new AdminOption();

    @Override
    public Integer call() throws Failure {
        Installation installation = Installation.ofSystemProperty();
        return new Run(installation, config.path(installation), plugins.directories(installation), data, admin, err()).untilStopped();
    }
}
