package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.command.Subcommand;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.plugin.PluginInfo;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check}: says everything that is wrong with a configuration, without serving it. */
@Command(
        name = "check",
        description = {
            "Says what is wrong with a configuration, without serving it.",
            "One line a finding on standard output: 'file:line:col: error|warning code: message'.",
            "Exit code 0, or 3 if there is an error."
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb check -c my.yaml",
            "  awe4lb -t -c my.yaml         the same"
        })
final class CheckCommand extends Subcommand {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private PluginsOption plugins = new PluginsOption();

    @Override
    public Integer call() throws Failure {
        Installation installation = Installation.ofSystemProperty();
        Path path = config.path(installation);
        try (PluginHost host = plugins.load(installation)) {
            host.plugins().stream().filter(plugin -> plugin.state() == PluginInfo.State.FAILED).forEach(this::mention);
            return switch (new ConfigReader(host.providers(), System::getenv).read(path)) {
                case ConfigResult.Invalid(var findings) -> {
                    print(findings);
                    yield ExitCode.CONFIG;
                }
                case ConfigResult.Valid(var valid, var warnings) -> {
                    print(warnings);
                    out().println(summary(valid));
                    yield ExitCode.OK;
                }
            };
        }
    }

    /** Not a finding of the configuration, but often the reason of one. */
    private void mention(PluginInfo plugin) {
        err().println("plugin " + plugin.id() + " failed (" + plugin.path() + "): " + plugin.sentence());
    }

    private void print(List<Finding> findings) {
        findings.forEach(out()::println);
    }

    private static String summary(BalancerConfig config) {
        return "ok: " + count(config.listeners().size(), "listener") + ", " + count(config.pools().size(), "pool");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
