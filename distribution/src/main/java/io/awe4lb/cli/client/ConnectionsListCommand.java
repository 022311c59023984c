package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code connections list}: who is connected to what, and for how long. */
@Command(
        name = "list",
        description = "Lists live connections, the oldest first.",
        footer = {
            "",
            "Examples:",
            "  awe4lb connections list",
            "  awe4lb connections list --pool web --source 10.1.0.0/16"
        })
final class ConnectionsListCommand extends ClientCommand {

    @Mixin
    private ConnectionFilter filter = new ConnectionFilter();

    @Option(names = "--limit", paramLabel = "N", description = "The most to list. Left out: 1000.")
    private @Nullable Integer limit;

    @Override
    int call(Server server) throws Failure {
        JsonNode found = server.ask(filter.on(Request.of("GET", "connections")).query("limit", Optional.ofNullable(limit))).object();
        if (isJson()) {
            print(found);
            return ExitCode.OK;
        }
        JsonNode connections = found.path("connections");
        print(rows(connections));
        long total = found.path("total").asLong();
        if (total > connections.size()) {
            out().println(connections.size() + " of " + total + ": --limit lists more, a filter fewer");
        }
        return ExitCode.OK;
    }

    /** And the proxy that it comes through, if there is one. */
    private static String client(JsonNode connection) {
        String client = Shown.text(connection, "client");
        String source = Shown.text(connection, "source");
        return client.equals(source) ? client : client + " via " + source;
    }

    private static List<List<String>> rows(JsonNode connections) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "PROTOCOL", "CLIENT", "LISTENER", "POOL", "BACKEND", "PHASE", "AGE", "IN", "OUT"));
        connections.forEach(connection -> rows.add(List.of(
                Shown.text(connection, "id"),
                Shown.text(connection, "protocol"),
                client(connection),
                Shown.text(connection, "listener"),
                Shown.text(connection, "pool"),
                Shown.text(connection, "backend"),
                Shown.text(connection, "phase"),
                Shown.age(Duration.ofMillis(connection.path("ageMs").asLong())),
                Shown.bytes(connection, "bytesIn"),
                Shown.bytes(connection, "bytesOut"))));
        return rows;
    }
}
