package io.awe4lb.cli.client;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code config get}: what is in force. */
@Command(
        name = "get",
        description = {
            "Prints the configuration in force as it was written, with its comments.",
            "Secrets that stand in it are printed as ********; applied again, they stay as they are."
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb config get > my.yaml",
            "  awe4lb config get --revision 5",
            "  awe4lb config get --effective        defaults, variables and overrides filled in"
        })
final class ConfigGetCommand extends ClientCommand {

    @Option(names = "--effective", description = "As JSON, with defaults, variables, overrides and discovered backends filled in.")
    private boolean isEffective;

    @Option(names = "--revision", paramLabel = "N", description = "An earlier one: 'awe4lb config history' lists them.")
    private @Nullable Long revision;

    @Override
    int call(Server server) throws Failure {
        if (isEffective && revision != null) {
            throw misused("--effective and --revision exclude each other: only what is in force has an effect");
        }
        if (isEffective) {
            print(server.ask(Request.of("GET", "config").query("view", "effective")).object());
        } else {
            printWritten(server);
        }
        return ExitCode.OK;
    }

    private void printWritten(Server server) throws Failure {
        Optional<String> number = Optional.ofNullable(revision).map(String::valueOf);
        Request request = number.map(one -> Request.of("GET", "config", "revisions", one)).orElseGet(() -> Request.of("GET", "config"));
        if (isJson()) {
            print(server.ask(request.header("Accept", "application/json")).object());
        } else {
            out().print(server.ask(request.header("Accept", "application/yaml")).body());
            out().flush();
        }
    }
}
