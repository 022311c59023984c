package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code events}: what happened, and what happens. */
@Command(
        name = "events",
        description = {
            "Says what happened: health, changes of the configuration, plugins, what operators did.",
            "With -f it goes on as things happen, also over restarts of awe4lb; Ctrl-C ends it."
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb events",
            "  awe4lb events --severity warning --pool web",
            "  awe4lb events -f -o json | jq .message"
        })
public final class EventsCommand extends ClientCommand {

    private static final int FIRST_OF_FOLLOWED = 10;
    private static final Duration SILENCE = Duration.ofSeconds(45);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Option(names = {"-f", "--follow"}, description = "Goes on as things happen.")
    private boolean isFollowing;

    @Option(names = "--since", paramLabel = "ID", description = "Only those after the one with this id.")
    private @Nullable Long since;

    @Option(names = "--limit", paramLabel = "N", description = "How many of the past. Left out: 100, with -f 10.")
    private @Nullable Integer limit;

    @Option(names = "--type", paramLabel = "TYPE[,TYPE]", description = "Only events of these types.")
    private @Nullable String type;

    @Option(names = "--severity", paramLabel = "info|warning|error", description = "Only events that matter at least so much.")
    private @Nullable String severity;

    @Option(names = "--listener", paramLabel = "ID", description = "Only those about this listener.")
    private @Nullable String listener;

    @Option(names = "--pool", paramLabel = "ID", description = "Only those about this pool.")
    private @Nullable String pool;

    @Option(names = "--backend", paramLabel = "ID", description = "Only those about a backend of this id.")
    private @Nullable String backend;

    @Override
    int call(Server server) throws Failure {
        Integer past = limit == null && isFollowing && since == null ? Integer.valueOf(FIRST_OF_FOLLOWED) : limit;
        Request request =
                wanted(Request.of("GET", "events")).query("since", Optional.ofNullable(since)).query("limit", Optional.ofNullable(past));
        JsonNode events = server.ask(request).list();
        events.forEach(this::show);
        if (isFollowing) {
            String known = since == null ? "" : String.valueOf(since);
            String last = events.isEmpty() ? known : events.get(events.size() - 1).path("id").asText();
            throw new EventStream(server, this::wanted, SILENCE, PATIENCE, err()).follow(last, this::show);
        }
        return ExitCode.OK;
    }

    private Request wanted(Request request) {
        return request.query("type", Optional.ofNullable(type)).query("severity", Optional.ofNullable(severity))
                .query("listener", Optional.ofNullable(listener)).query("pool", Optional.ofNullable(pool))
                .query("backend", Optional.ofNullable(backend));
    }

    private void show(JsonNode event) {
        out().println(isJson() ? event.toString() : EventLine.of(event));
        out().flush();
    }
}
