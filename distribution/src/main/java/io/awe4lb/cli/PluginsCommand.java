package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.command.Subcommand;
import io.awe4lb.cli.command.Table;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.plugin.PluginInfo;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plugins}: what was dropped in, and what became of it. */
@Command(
        name = "plugins",
        description = "Lists plugins: what each provides, and why one failed.",
        footer = {
            "",
            "Example:",
            "  awe4lb plugins --plugins /opt/my-plugins"
        })
final class PluginsCommand extends Subcommand {

    @Mixin
    private PluginsOption plugins = new PluginsOption();

    @Override
    public Integer call() throws Failure {
        try (PluginHost host = plugins.load(Installation.ofSystemProperty())) {
            lines(host.plugins()).forEach(out()::println);
            return ExitCode.OK;
        }
    }

    /** A table, and below it a paragraph for each that failed. */
    static List<String> lines(List<PluginInfo> plugins) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "VERSION", "STATE", "TYPES"));
        plugins.forEach(plugin -> rows.add(List.of(
                plugin.id(),
                plugin.version().isEmpty() ? "-" : plugin.version(),
                plugin.state().word(),
                plugin.types().isEmpty() ? "-" : String.join(", ", plugin.types()))));
        List<String> lines = new ArrayList<>(Table.of(rows));
        plugins.stream().filter(plugin -> plugin.state() == PluginInfo.State.FAILED).forEach(plugin -> {
            lines.add("");
            lines.add("%s failed (%s): %s".formatted(plugin.id(), plugin.reason().code(), plugin.path()));
            lines.add("  " + plugin.sentence());
        });
        return lines;
    }
}
