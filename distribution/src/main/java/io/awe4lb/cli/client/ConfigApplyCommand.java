package io.awe4lb.cli.client;

import io.awe4lb.cli.command.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code config apply}: puts a configuration in force. */
@Command(
        name = "apply",
        description = {
            "Puts a configuration in force: as a whole, or not at all.",
            "When it ends with exit code 0, the configuration is in force. What did not change is not touched.",
            "Exit code 3 if it is invalid, with one line a finding on standard error: 'file:line:col: error code: message'."
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb config apply my.yaml --comment 'third backend for the sale'",
            "  awe4lb config apply my.yaml --dry-run",
            "  awe4lb config apply my.yaml --if-revision 7"
        })
final class ConfigApplyCommand extends ConfigChange {

    @Mixin
    private ConfigFile file = new ConfigFile();

    @Override
    Request request() throws Failure {
        return file.in(Request.of("PUT", "config"));
    }

    @Override
    String source() {
        return file.name();
    }
}
