package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code backend weight}: another share of the work. */
@Command(
        name = "weight",
        description = "Gives a backend another weight; no connection is touched.",
        footer = {
            "",
            "Examples:",
            "  awe4lb backend weight web 10.0.0.2:80 5",
            "  awe4lb backend weight web 10.0.0.2:80 configured      back to that of the configuration"
        })
final class BackendWeightCommand extends ClientCommand {

    private static final String CONFIGURED = "configured";
    private static final int MOST = 65_535;

    @Mixin
    private BackendParameters backend = new BackendParameters();

    @Parameters(index = "2", paramLabel = "WEIGHT", description = "0 to 65535, or the word " + CONFIGURED + ".")
    private String weight = "";

    @Override
    int call(Server server) throws Failure {
        JsonNode changed = server.ask(backend.change("PATCH").body("application/merge-patch+json", Json.bytes(patch()))).object();
        if (isJson()) {
            print(changed);
        } else {
            out().println(
                    (backend.isDryRun() ? "dry run: " : "") + OneLine.of(backend.subject()) + ": weight " + StatusText.weight(changed));
        }
        return ExitCode.OK;
    }

    private ObjectNode patch() throws Failure {
        return weight.equals(CONFIGURED) ? Json.object().putNull("weight") : Json.object().put("weight", number());
    }

    private int number() throws Failure {
        try {
            int number = Integer.parseInt(weight);
            if (number >= 0 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException _) {
            // the same sentence
        }
        throw misused("'" + weight + "' is no weight: write 0 to " + MOST + ", or " + CONFIGURED);
    }
}
