package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Answers;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.config.AccessRule;
import io.awe4lb.kernel.config.Application;
import io.awe4lb.kernel.config.RouteConfig;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.IpText;
import io.javalin.http.Context;
import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /listeners/{listener}/route}: where a client would go. Asks what the event loops ask, and counts nothing. */
final class RouteResource {

    /** The word for clients of Unix sockets. */
    private static final String LOCAL = "unix";
    private static final int LONGEST_NAME = 255;
    private static final int LAST_PORT = 65_535;

    private final Balancer balancer;

    RouteResource(Balancer balancer) {
        this.balancer = balancer;
    }

    /** Somebody who might come. */
    private record Trial(Client client, List<String> protocols, Optional<Application> application, int port, boolean saysSource,
            boolean saysApplication) {

        static Trial of(Context context, Listener listener) {
            Optional<String> host = Parameters.filter(context, "host").map(written -> asked("host", written));
            Optional<String> name = Parameters.filter(context, "sni").map(written -> asked("sni", written));
            if (host.isPresent() && name.isPresent()) {
                throw Parameters.bad("a client asks for a name by host, in clear, or by sni, of TLS: give one of them");
            }
            List<String> protocols = Parameters.filter(context, "alpn").map(RouteResource::protocols).orElse(List.of());
            Optional<String> source = Parameters.filter(context, "source");
            Client client = source.map(RouteResource::client).orElse(Client.local()).askingFor(name.or(() -> host).orElse(""));
            Optional<Application> said = Parameters.filter(context, "application").map(RouteResource::application);
            Optional<Application> application = said.or(() -> host.map(_ -> Application.HTTP))
                    .or(() -> name.isPresent() || !protocols.isEmpty() ? Optional.of(Application.TLS) : Optional.empty());
            int port = Parameters.filter(context, "port").map(RouteResource::port).orElseGet(() -> firstPort(listener));
            return new Trial(client, protocols, application, port, source.isPresent(), said.isPresent());
        }

        private String from() {
            if (!saysSource) {
                return "";
            }
            return " from " + (client.isLocal() ? "a Unix socket" : IpText.of(client.address()));
        }

        String text() {
            return "a client%s that%s asks for %s%s".formatted(from(),
                    application.filter(_ -> saysApplication).map(known -> " speaks " + known.word() + " and").orElse(""),
                    client.serverName().isEmpty() ? "no name" : client.serverName(),
                    protocols.isEmpty() ? "" : " and offers " + String.join(", ", protocols));
        }
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/listeners/{listener}/route", Access.VIEWER, this::route).query("sni", "alpn",
                "source", "host", "application", "port"));
    }

    private void route(Context context) {
        Listener listener = ListenerResource.listener(balancer, context);
        Trial trial = Trial.of(context, listener);
        boolean isAddressNeeded = !trial.saysSource() && asksForAddresses(listener);
        Optional<Integer> rule = isAddressNeeded ? Optional.empty()
                : listener.admission().access().rule(trial.client()).filter(number -> !rule(listener, number).allows());
        if (rule.isPresent()) {
            Answers.json(context, Json.object().put("end", EndReason.DENIED.word()).put("sentence", denied(listener, rule.get(), trial)));
            return;
        }
        io.awe4lb.kernel.listener.Route route = listener.routes().route(trial.client(), trial.protocols(),
                trial.application().orElse(null), trial.port());
        ObjectNode answer = route == null ? Json.object() : RouteView.of(route);
        Optional<EndReason> end = end(listener, route, trial);
        end.ifPresent(reason -> answer.put("end", reason.word()));
        Answers.json(context, answer.put("sentence",
                sentence(listener, route, trial, end) + (isAddressNeeded ? ", if the access rules let its address in" : "")));
    }

    /** Whether the access rules decide about some clients otherwise than about others. */
    private static boolean asksForAddresses(Listener listener) {
        List<AccessRule> rules = listener.config().admission().access();
        return !rules.isEmpty() && !(rules.getFirst().who() instanceof AccessRule.All);
    }

    /** @param number from 1 */
    private static AccessRule rule(Listener listener, int number) {
        return listener.config().admission().access().get(number - 1);
    }

    private static String denied(Listener listener, int number, Trial trial) {
        return "%s is closed with %s by access rule %d of listener %s: %s".formatted(trial.text(), EndReason.DENIED.word(), number,
                listener.id(), rule(listener, number));
    }

    private static Optional<EndReason> end(Listener listener, io.awe4lb.kernel.listener.@Nullable Route route, Trial trial) {
        if (route == null) {
            return Optional.of(EndReason.NO_ROUTE);
        }
        boolean speaks = listener.termination().map(termination -> termination.speaks(trial.protocols())).orElse(true);
        return speaks ? Optional.empty() : Optional.of(EndReason.TLS_HANDSHAKE_FAILED);
    }

    private static String sentence(Listener listener, io.awe4lb.kernel.listener.@Nullable Route route, Trial trial,
            Optional<EndReason> end) {
        if (route == null) {
            return "%s is closed with %s: no route is for it, and listener %s has no pool for others".formatted(trial.text(),
                    EndReason.NO_ROUTE.word(), listener.id());
        }
        String pool = route.pool().id();
        if (end.isPresent()) {
            return "%s is closed with %s: it offers no protocol (ALPN) that listener %s speaks; else pool %s would serve it"
                    .formatted(trial.text(), end.get().word(), listener.id(), pool);
        }
        return "%s goes to pool %s because of %s".formatted(trial.text(), pool, reason(listener, route));
    }

    private static String reason(Listener listener, io.awe4lb.kernel.listener.Route route) {
        return route.config().map(RouteConfig::text).map(text -> "route " + route.name() + ": " + text)
                .orElse(listener.config().routes().isEmpty() ? "listener " + listener.id() + ", whose clients all go there"
                        : "listener " + listener.id() + ": no route is for it, and there all others go");
    }

    /** As a client sends it. */
    private static String asked(String parameter, String written) {
        String name;
        try {
            name = IDN.toASCII(written.strip()).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            name = "";
        }
        String trimmed = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (trimmed.isEmpty() || trimmed.length() > LONGEST_NAME || !trimmed.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '*')) {
            throw Parameters
                    .bad(parameter + " is a name that a client asks for, such as shop.example.com, not " + Parameters.quoted(written));
        }
        return trimmed;
    }

    private static List<String> protocols(String written) {
        List<String> protocols = Stream.of(written.split(",", -1)).map(String::strip).toList();
        if (protocols.contains("")) {
            throw Parameters.bad("alpn is a list of protocols with commas, such as h2,http/1.1, not " + Parameters.quoted(written));
        }
        return protocols;
    }

    private static Application application(String written) {
        return Stream.of(Application.values()).filter(known -> known.word().equals(written)).findFirst().orElseThrow(
                () -> Parameters.bad("application is tls, http, ssh, postgres or silent, not " + Parameters.quoted(written)));
    }

    private static int port(String written) {
        if (!written.matches("[1-9][0-9]{0,4}") || Integer.parseInt(written) > LAST_PORT) {
            throw Parameters.bad("port is a number from 1 to %d, not %s".formatted(LAST_PORT, Parameters.quoted(written)));
        }
        return Integer.parseInt(written);
    }

    /** As it was written; 0 where the system chose it, and of Unix sockets. */
    private static int firstPort(Listener listener) {
        return listener.config().binds().getFirst() instanceof Address.Inet inet ? inet.port() : 0;
    }

    private static Client client(String source) {
        if (source.equals(LOCAL)) {
            return Client.local();
        }
        Network network = Network.parse(source);
        if (network.bits() != network.address().length * Byte.SIZE) {
            throw Parameters.bad("source is one IP address here, such as 10.1.2.3, and no network");
        }
        return Client.of(network.first(), 0);
    }
}
