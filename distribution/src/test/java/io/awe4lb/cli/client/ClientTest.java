package io.awe4lb.cli.client;

import io.awe4lb.cli.Typed;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What every test of a command has at hand: a server that keeps to the contract. */
@Timeout(60)
abstract class ClientTest {

    static final String ADMIN_STATE = "/api/v1/pools/web/backends/10.0.0.2%3A80/admin-state";
    static final String BACKEND = "/api/v1/pools/web/backends/10.0.0.2%3A80";

    private @Nullable StubServer stub;

    @BeforeEach
    final void open() throws IOException {
        stub = StubServer.open();
    }

    /** Also says where the contract was broken. */
    @AfterEach
    final void close() {
        server().close();
    }

    final StubServer server() {
        return Objects.requireNonNull(stub);
    }

    /** Types a command that asks the server. */
    final Typed typed(String... arguments) {
        return Typed.of(Stream.concat(Stream.of(arguments), Stream.of("--server", server().address())).toArray(String[]::new));
    }
}
