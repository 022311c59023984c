package io.awe4lb.cli.client;

import picocli.CommandLine.Command;

/** {@code backend maint}: takes a backend out, and its checks with it. */
@Command(
        name = "maint",
        description = "Takes a backend out as 'drain' does, and checks it no more.",
        footer = {
            "",
            "Example:",
            "  awe4lb backend maint web 10.0.0.2:80 --comment 'new disk'"
        })
final class BackendMaintCommand extends LeavingCommand {

    BackendMaintCommand() {
        super("maint");
    }
}
