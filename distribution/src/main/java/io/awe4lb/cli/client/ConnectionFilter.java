package io.awe4lb.cli.client;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which connections; all conditions have to hold. */
final class ConnectionFilter {

    @Option(names = "--listener", paramLabel = "ID", description = "Those that this listener accepted.")
    private @Nullable String listener;

    @Option(names = "--pool", paramLabel = "ID", description = "Those to backends of this pool.")
    private @Nullable String pool;

    @Option(names = "--backend", paramLabel = "ID", description = "Those to this backend.")
    private @Nullable String backend;

    @Option(names = "--source", paramLabel = "ADDRESS",
            description = "Those from this address, or from this network: 10.1.2.3, 10.1.0.0/16.")
    private @Nullable String source;

    boolean isEmpty() {
        return Stream.of(listener, pool, backend, source).allMatch(value -> value == null);
    }

    Request on(Request request) {
        return request
                .query("listener", Optional.ofNullable(listener))
                .query("pool", Optional.ofNullable(pool))
                .query("backend", Optional.ofNullable(backend))
                .query("source", Optional.ofNullable(source));
    }
}
