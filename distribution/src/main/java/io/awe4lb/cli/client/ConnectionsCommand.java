package io.awe4lb.cli.client;

import picocli.CommandLine.Command;

/** {@code connections}: those that live. */
@Command(
        name = "connections",
        description = "The live connections of a running awe4lb: list them, close some.",
        subcommands = {
            ConnectionsListCommand.class,
            ConnectionsCloseCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb connections list --backend 10.0.0.2:80",
            "  awe4lb connections close --source 10.1.2.3"
        })
public final class ConnectionsCommand extends Group {}
