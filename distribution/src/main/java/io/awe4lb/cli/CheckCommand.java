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
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code check}: says everything that is wrong with a configuration, without serving it. */
@Command(
        name = "check",
        description = {
            "Says what is wrong with a configuration, without serving it.",
            "One line a finding on standard output: 'file:line:col: error|warning code: message'.",
            "Exit code 0, or 3 if there is an error.",
            "Several are looked at one by one, each as if it were served alone."
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb check -c my.yaml",
            "  awe4lb -t -c my.yaml         the same",
            "  awe4lb check *.yaml          several"
        })
final class CheckCommand extends Subcommand {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE_OR_DIR", description = "Others, or the only ones.")
    private List<Path> more = List.of();

    @Mixin
    private PluginsOption plugins = new PluginsOption();

    @Override
    public Integer call() throws Failure {
        Installation installation = Installation.ofSystemProperty();
        List<Path> paths = paths(installation);
        try (PluginHost host = plugins.load(installation)) {
            host.plugins().stream().filter(plugin -> plugin.state() == PluginInfo.State.FAILED).forEach(this::mention);
            ConfigReader reader = new ConfigReader(host.providers(), System::getenv);
            int exitCode = ExitCode.OK;
            for (Path path : paths) {
                exitCode = Math.max(exitCode, check(path, reader, paths.size() == 1 ? "" : path + ": "));
            }
            return exitCode;
        }
    }

    private List<Path> paths(Installation installation) throws Failure {
        List<Path> paths = new ArrayList<>();
        if (config.isGiven() || more.isEmpty()) {
            paths.add(config.path(installation));
        }
        paths.addAll(more);
        return paths;
    }

    private int check(Path path, ConfigReader reader, String prefix) {
        return switch (reader.read(path)) {
            case ConfigResult.Invalid(var findings) -> {
                print(findings);
                yield ExitCode.CONFIG;
            }
            case ConfigResult.Valid(var valid, var warnings) -> {
                print(warnings);
                out().println(prefix + summary(valid));
                yield ExitCode.OK;
            }
        };
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
