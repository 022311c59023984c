package io.awe4lb.cli.client;

import picocli.CommandLine.Command;

/** {@code backend drain}: takes a backend out without ending a connection. */
@Command(
        name = "drain",
        description = "Takes a backend out: it gets no new connection, those that live go on.",
        footer = {
            "",
            "Examples:",
            "  awe4lb backend drain web 10.0.0.2:80 --wait --comment 'kernel update'",
            "  awe4lb backend drain web 10.0.0.2:80 --wait --timeout 5m --on-timeout close"
        })
final class BackendDrainCommand extends LeavingCommand {

    BackendDrainCommand() {
        super("drain");
    }
}
