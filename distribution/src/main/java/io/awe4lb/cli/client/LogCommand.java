package io.awe4lb.cli.client;

import picocli.CommandLine.Command;

/** {@code log}: the own log of a running awe4lb. */
@Command(
        name = "log",
        description = "How much a running awe4lb tells of itself.",
        subcommands = LogLevelCommand.class,
        footer = {
            "",
            "Examples:",
            "  awe4lb log level",
            "  awe4lb log level io.awe4lb.kernel.pool debug"
        })
public final class LogCommand extends Group {}
