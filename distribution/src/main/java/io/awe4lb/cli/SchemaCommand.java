package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.command.Subcommand;
import io.awe4lb.kernel.config.ConfigSchema;
import io.awe4lb.kernel.plugin.PluginHost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code schema}: what may stand in a configuration, for editors and tools. */
@Command(
        name = "schema",
        description = {
            "Prints the JSON Schema of the configuration.",
            "It is of draft-07, and includes the options of every plugin that is there."
        },
        footer = {
            "",
            "Example, for an editor with the YAML language server:",
            "  awe4lb schema > awe4lb.schema.json",
            "and as the first line of the configuration:",
            "  # yaml-language-server: $schema=awe4lb.schema.json"
        })
final class SchemaCommand extends Subcommand {

    @Mixin
    private PluginsOption plugins = new PluginsOption();

    @Override
    public Integer call() throws Failure {
        try (PluginHost host = plugins.load(Installation.ofSystemProperty())) {
            out().println(ConfigSchema.text(host.providers()));
            return ExitCode.OK;
        }
    }
}
