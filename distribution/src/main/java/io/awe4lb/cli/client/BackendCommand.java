package io.awe4lb.cli.client;

import picocli.CommandLine.Command;

/** {@code backend}: what is wanted of one backend of a running awe4lb. */
@Command(
        name = "backend",
        description = {
            "Takes a backend out, takes it back, changes its weight, checks it: without a change of the configuration.",
            "Such overrides survive changes of the configuration and restarts, and are gone with their backend."
        },
        subcommands = {
            BackendDrainCommand.class,
            BackendReadyCommand.class,
            BackendMaintCommand.class,
            BackendWeightCommand.class,
            BackendCheckCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb backend drain web 10.0.0.2:80 --wait",
            "  awe4lb backend ready web 10.0.0.2:80"
        })
public final class BackendCommand extends Group {}
