package io.awe4lb.plugins.health.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.TextType;
import io.awe4lb.spi.Options;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes {@link GrpcCheck}. */
public final class GrpcCheckProvider implements HealthCheckProvider {

    private static final int LONGEST_SERVICE = 127;

    static final Option<String> SERVICE =
            Option.text("service", "", "Name of the service that is asked for; empty: the server as a whole.");
    static final Option<String> AUTHORITY = Option.optional("authority", new TextType(),
            "What the server is called in the request, with a port if need be; left out, the host and port that are checked.");
    static final Option<Boolean> TLS = Option.flag("tls", false, "Whether the server is asked over TLS.");

    @Override
    public String type() {
        return "grpc";
    }

    @Override
    public String description() {
        return "A backend is up when its gRPC health service says that it serves.";
    }

    @Override
    public List<Option<?>> options() {
        return Stream.concat(Stream.of(SERVICE, AUTHORITY, TLS), Tls.OPTIONS.stream()).toList();
    }

    @Override
    public HealthCheck create(Options options) {
        String service = options.get(SERVICE);
        if (service.getBytes(UTF_8).length > LONGEST_SERVICE) {
            throw new IllegalArgumentException("'service' is longer than %d bytes".formatted(LONGEST_SERVICE));
        }
        options.find(AUTHORITY).ifPresent(GrpcCheckProvider::requireAuthority);
        if (!options.get(TLS)) {
            Tls.refuseUnused(options, "tls: true");
        }
        return new GrpcCheck(service, options.find(AUTHORITY), options.get(TLS) ? Optional.of(Tls.of(options)) : Optional.empty());
    }

    private static void requireAuthority(String authority) {
        if (authority.isEmpty() || authority.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '/' || c == '@')) {
            throw new IllegalArgumentException(
                    "'authority: %s' is no host with a port, for example api.example.com:443".formatted(authority));
        }
    }
}
