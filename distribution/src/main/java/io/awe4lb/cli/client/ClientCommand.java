package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.command.Subcommand;
import io.awe4lb.cli.command.Table;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command has that asks a running awe4lb. */
abstract class ClientCommand extends Subcommand {

    /** How an answer is printed. */
    enum Output {
        /** For people. */
        TABLE,
        /** For scripts: what the server answered. */
        JSON;

        /** As it is typed. */
        static final class Converter extends WordConverter<Output> {
            Converter() {
                super(Output.class);
            }
        }
    }

    @Mixin
    private ServerOption server = new ServerOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = Output.Converter.class,
            description = "table, for people, or json, for scripts. Left out: table.")
    private Output output = Output.TABLE;

    @Override
    public final Integer call() throws Failure {
        try (Server connected = server.connect(System::getenv)) {
            return call(connected);
        }
    }

    /** Asks, prints, and tells the exit code. */
    abstract int call(Server asked) throws Failure;

    final boolean isJson() {
        return output == Output.JSON;
    }

    final void print(JsonNode node) {
        out().println(Json.pretty(node));
    }

    /** One line a row, the first of them the heading. */
    final void print(List<List<String>> rows) {
        Table.of(rows).forEach(out()::println);
    }
}
