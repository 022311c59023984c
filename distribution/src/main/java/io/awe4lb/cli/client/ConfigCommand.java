package io.awe4lb.cli.client;

import picocli.CommandLine.Command;

/** {@code config}: the configuration of a running awe4lb. */
@Command(
        name = "config",
        description = "The configuration of a running awe4lb: look at it, change it, go back.",
        subcommands = {
            ConfigGetCommand.class,
            ConfigDiffCommand.class,
            ConfigApplyCommand.class,
            ConfigHistoryCommand.class,
            ConfigRestoreCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb config get > my.yaml",
            "  awe4lb config diff my.yaml",
            "  awe4lb config apply my.yaml --comment 'third backend'"
        })
public final class ConfigCommand extends Group {}
