package io.awe4lb.cli.client;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --server} and what is needed to be let in. */
final class ServerOption {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** For a whole answer: an apply of the largest configuration takes a second or two. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = {
                "Where it is administered:",
                "http://HOST:PORT or https://HOST:PORT.",
                "Left out: AWE4LB_SERVER of the environment, else " + ServerAddress.USUAL + "."
            })
    private @Nullable String server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = {
                "Says who you are. Other users of this machine can see it in the list of processes:",
                "better AWE4LB_TOKEN of the environment, or --token-file."
            })
    private @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file with nothing but the token in it.")
    private @Nullable Path tokenFile;

    @Option(names = "--cacert", paramLabel = "FILE", description = "For https: the only certificates to trust, as PEM.")
    private @Nullable Path caCertificates;

    /** Nothing is sent yet. */
    Server connect(Function<String, @Nullable String> environment) throws Failure {
        HttpClient.Builder http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        if (caCertificates != null) {
            http.sslContext(Trust.in(caCertificates));
        }
        return new Server(address(environment), token(environment), http.build(), PATIENCE);
    }

    private URI address(Function<String, @Nullable String> environment) throws Failure {
        if (server != null) {
            return ServerAddress.parse(server, "--server");
        }
        String variable = environment.apply("AWE4LB_SERVER");
        boolean isSet = variable != null && !variable.isBlank();
        return ServerAddress.parse(isSet ? variable.strip() : ServerAddress.USUAL, "AWE4LB_SERVER");
    }

    private Optional<Token> token(Function<String, @Nullable String> environment) throws Failure {
        if (token != null && tokenFile != null) {
            throw new Failure(ExitCode.USAGE, "--token and --token-file exclude each other: one of them is enough");
        }
        if (token != null) {
            return Optional.of(Token.of(token, "--token"));
        }
        if (tokenFile != null) {
            return Optional.of(Token.read(tokenFile));
        }
        String variable = environment.apply("AWE4LB_TOKEN");
        boolean isSet = variable != null && !variable.isBlank();
        return isSet ? Optional.of(Token.of(variable, "AWE4LB_TOKEN")) : Optional.empty();
    }
}
