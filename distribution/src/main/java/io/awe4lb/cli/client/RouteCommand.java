package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code route}: where a client would go, and why. */
@Command(
        name = "route",
        description = {
            "Says to which pool a listener would lead a client, and because of which route. Connects nobody.",
            "Ends with 1 if such a client would be closed."
        },
        footer = {
            "",
            "Examples:",
            "  awe4lb route secure --sni shop.example.com --alpn h2",
            "  awe4lb route web --source 10.1.2.3",
            "  awe4lb route web --application ssh"
        })
public final class RouteCommand extends ClientCommand {

    @Parameters(index = "0", paramLabel = "LISTENER", description = "Id of the listener.")
    private String listener = "";

    @Option(names = "--sni", paramLabel = "NAME", description = "The name that the client asks for. Left out: none.")
    private @Nullable String name;

    @Option(names = "--alpn", paramLabel = "PROTOCOLS", description = "The protocols that it offers, with commas. Left out: none.")
    private @Nullable String protocols;

    @Option(names = "--host", paramLabel = "NAME", description = "The host of its first request, if it speaks HTTP in clear.")
    private @Nullable String host;

    @Option(names = "--application", paramLabel = "WORD",
            description = "What it speaks: tls, http, ssh, postgres or silent. Left out: what the others say.")
    private @Nullable String application;

    @Option(names = "--port", paramLabel = "PORT", description = "The port that it connects to. Left out: the listener's first.")
    private @Nullable String port;

    @Option(names = "--source", paramLabel = "ADDRESS", description = "Its IP address, or unix. Left out: one that is in no network.")
    private @Nullable String source;

    @Override
    int call(Server server) throws Failure {
        JsonNode found = server.ask(Request.of("GET", "listeners", listener, "route").query("sni", Optional.ofNullable(name))
                .query("alpn", Optional.ofNullable(protocols)).query("source", Optional.ofNullable(source))
                .query("host", Optional.ofNullable(host)).query("application", Optional.ofNullable(application))
                .query("port", Optional.ofNullable(port))).object();
        if (isJson()) {
            print(found);
        } else {
            out().println(OneLine.of(found.path("sentence").asText()));
        }
        return found.has("end") ? ExitCode.FAILURE : ExitCode.OK;
    }
}
