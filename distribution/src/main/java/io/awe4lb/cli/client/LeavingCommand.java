package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.cli.command.Failure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command after which a backend gets no new connection, and the old ones go in their time. */
abstract class LeavingCommand extends AdminStateCommand {

    /** The server closes what is left a moment after its time is over. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** What becomes of connections that live when the time is over. */
    enum OnTimeout {
        /** They go on. */
        KEEP,
        /** They are closed. */
        CLOSE;

        /** As it is typed. */
        static final class Converter extends WordConverter<OnTimeout> {
            Converter() {
                super(OnTimeout.class);
            }
        }
    }

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeText.class,
            description = "How long connections may take to end, for example 30s or 5m. Left out: as long as they like.")
    private @Nullable Duration timeout;

    @Option(
            names = "--on-timeout",
            paramLabel = "WHAT",
            converter = OnTimeout.Converter.class,
            description = "What becomes of those that live then: keep or close. Left out: keep. Needs --timeout.")
    private @Nullable OnTimeout onTimeout;

    @Option(
            names = "--wait",
            description = {
                "Waits until no connection is left, and says how many there still are.",
                "Exit code 1 if there are some when --timeout is over; without --timeout it waits on."
            })
    private boolean isWaiting;

    private final String state;

    LeavingCommand(String state) {
        this.state = state;
    }

    @Override
    final ObjectNode wanted() throws Failure {
        if (onTimeout != null && timeout == null) {
            throw misused("--on-timeout needs --timeout: without it the time is never over");
        }
        ObjectNode wanted = Json.object().put("state", state);
        if (timeout != null) {
            wanted.put("timeout", TimeText.of(timeout));
            wanted.put("onTimeout", WordConverter.word(onTimeout == null ? OnTimeout.KEEP : onTimeout));
        }
        return wanted;
    }

    @Override
    final JsonNode afterwards(Server server, BackendParameters backend, JsonNode now) throws Failure {
        Duration grace = onTimeout == OnTimeout.CLOSE ? GRACE : Duration.ZERO;
        Optional<Duration> atMost = Optional.ofNullable(timeout).map(time -> time.plus(grace));
        return isWaiting ? new Drained(server, backend, state, err()).await(now, atMost) : now;
    }
}
