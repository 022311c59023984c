package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code config diff}: what would change. */
@Command(
        name = "diff",
        description = {
            "Says what would change if a configuration were applied, and which live connections it would touch.",
            "Nothing is changed. Exit code 0, with changes and without; 3 if the configuration is invalid."
        },
        footer = {
            "",
            "Example:",
            "  awe4lb config diff my.yaml"
        })
final class ConfigDiffCommand extends ClientCommand {

    @Mixin
    private ConfigFile file = new ConfigFile();

    @Override
    int call(Server server) throws Failure {
        Answer answer = server.send(file.in(Request.of("POST", "config", "diff")));
        JsonNode result = Submitted.accepted(answer, file.name(), "would not be applied", err());
        if (isJson()) {
            print(result);
            return ExitCode.OK;
        }
        List<String> changes = ChangeLines.of(result);
        changes.forEach(out()::println);
        if (changes.isEmpty()) {
            out().println("no change: what runs is the same");
        }
        return ExitCode.OK;
    }
}
