package io.awe4lb.cli.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code config restore}: goes back. */
@Command(
        name = "restore",
        description = {
            "Puts an earlier revision in force again, as a new revision: the history only grows.",
            "'awe4lb config history' lists the revisions."
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb config restore 5 --dry-run",
            "  awe4lb config restore 5 --comment 'the new pool is too slow'"
        })
final class ConfigRestoreCommand extends ConfigChange {

    @Parameters(paramLabel = "REVISION", description = "Its number.")
    private long revision;

    @Override
    Request request() {
        return Request.of("POST", "config", "revisions", String.valueOf(revision), "restore");
    }

    @Override
    String source() {
        return "revision " + revision;
    }
}
