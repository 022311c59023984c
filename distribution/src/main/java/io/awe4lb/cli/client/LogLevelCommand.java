package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code log level}: from which level on lines are written. */
@Command(
        name = "level",
        description = {
            "Lists from which level on each logger writes, or changes that of one.",
            "A change holds over the configuration until it is taken back or awe4lb ends."
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb log level                                     lists",
            "  awe4lb log level root debug                          everything tells more",
            "  awe4lb log level io.awe4lb.kernel.pool configured    back to that of the configuration"
        })
final class LogLevelCommand extends ClientCommand {

    private static final String CONFIGURED = "configured";

    @Parameters(index = "0", arity = "0..1", paramLabel = "LOGGER", description = "A package or a class; root for all.")
    private @Nullable String logger;

    @Parameters(index = "1", arity = "0..1", paramLabel = "LEVEL",
            description = "off, error, warn, info, debug, trace, or the word " + CONFIGURED + ".")
    private @Nullable String level;

    @Option(names = "--dry-run", description = "Checks, and changes nothing.")
    private boolean isDryRun;

    @Override
    int call(Server server) throws Failure {
        if (isDryRun && level == null) {
            throw misused("--dry-run is for a change: say a LEVEL");
        }
        JsonNode answer = logger == null ? server.ask(Request.of("GET", "log", "levels")).list() : server.ask(one(logger)).object();
        if (isJson()) {
            print(answer);
        } else if (logger == null) {
            print(rows(answer));
        } else {
            out().println((isDryRun ? "dry run: " : "") + Shown.text(answer, "logger") + ": " + Shown.text(answer, "level") + " ("
                    + Shown.text(answer, "origin") + ")");
        }
        return ExitCode.OK;
    }

    private Request one(String name) {
        if (level == null) {
            return Request.of("GET", "log", "levels", name);
        }
        ObjectNode body = level.equals(CONFIGURED) ? Json.object().putNull("level") : Json.object().put("level", level);
        Request change = Request.of("PUT", "log", "levels", name).header("If-Match", "*").body("application/json", Json.bytes(body));
        return isDryRun ? change.query("dryRun", true) : change;
    }

    private static List<List<String>> rows(JsonNode levels) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("LOGGER", "LEVEL", "FROM", "WHO"));
        levels.forEach(one -> rows.add(
                List.of(Shown.text(one, "logger"), Shown.text(one, "level"), Shown.text(one, "origin"), Shown.text(one, "who"))));
        return rows;
    }
}
