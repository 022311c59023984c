package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code config history}: what was in force, and why. */
@Command(
        name = "history",
        description = "Lists the last 50 revisions of the configuration, the newest first; * is the one in force.",
        footer = {
            "",
            "Example:",
            "  awe4lb config history"
        })
final class ConfigHistoryCommand extends ClientCommand {

    @Override
    int call(Server server) throws Failure {
        JsonNode revisions = server.ask(Request.of("GET", "config", "revisions")).list();
        if (isJson()) {
            print(revisions);
            return ExitCode.OK;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "REVISION", "TIME", "FROM", "WHO", "COMMENT"));
        revisions.forEach(revision -> rows.add(List.of(
                revision.path("current").asBoolean() ? "*" : "",
                revision.path("revision").asText(),
                Shown.time(revision, "time"),
                Shown.text(revision, "source"),
                Shown.text(revision, "who"),
                Shown.text(revision, "comment"))));
        print(rows);
        return ExitCode.OK;
    }
}
