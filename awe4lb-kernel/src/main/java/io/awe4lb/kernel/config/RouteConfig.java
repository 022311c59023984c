package io.awe4lb.kernel.config;

import io.awe4lb.spi.Client;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which clients of a listener go to which pool: those of whom everything is true that is said. At least one list is not empty.
 *
 * @param names that they ask for (SNI); empty: any or none
 * @param protocols of which they offer one (ALPN), a character a byte; empty: any or none
 * @param hosts that their first request of HTTP in clear names; empty: any or none
 * @param applications of which they speak one; empty: any
 * @param sources networks that they come from; empty: any
 * @param ports of which they have connected to one; empty: any
 * @param pool id of the pool
 */
public record RouteConfig(List<NamePattern> names, List<String> protocols, List<NamePattern> hosts, List<Application> applications,
        List<Network> sources, List<Integer> ports, String pool) {

    /**
     * Whether a ClientHello has to be read to tell who is meant.
     *
     * @return false if the address is enough
     */
    public boolean needsHello() {
        return !names.isEmpty() || !protocols.isEmpty();
    }

    /**
     * Whether one has to know what a client speaks.
     *
     * @return false if it is enough to know who it is, or that it speaks TLS
     */
    public boolean needsPeek() {
        return !hosts.isEmpty() || !applications.isEmpty();
    }

    /**
     * Whom it means, for people.
     *
     * @return such as {@code sni *.example.com and alpn h2, http/1.1}
     */
    public String text() {
        return Stream.of(text("sni", names), text("alpn", protocols), text("host", hosts),
                text("application", applications.stream().map(Application::word).toList()), text("source", sources), text("port", ports))
                .filter(part -> !part.isEmpty()).collect(Collectors.joining(" and "));
    }

    private static String text(String key, List<?> values) {
        return values.isEmpty() ? "" : key + " " + values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /**
     * Whether a client is meant.
     *
     * @param client with the name that it asks for, be it by TLS or by HTTP
     * @param offered protocols
     * @param application that it speaks; null where nobody has looked, and where nobody knows it
     * @param port that it has connected to; 0 for a Unix socket
     * @return true if so
     */
    public boolean matches(Client client, List<String> offered, @Nullable Application application, int port) {
        boolean isHttp = application == Application.HTTP;
        return (sources.isEmpty() || isIn(client)) && (ports.isEmpty() || ports.contains(port))
                && (applications.isEmpty() || application != null && applications.contains(application))
                && (protocols.isEmpty() || offersOne(offered)) && (names.isEmpty() || !isHttp && asksForOne(names, client))
                && (hosts.isEmpty() || isHttp && asksForOne(hosts, client));
    }

    private boolean isIn(Client client) {
        for (Network source : sources) {
            if (source.contains(client)) {
                return true;
            }
        }
        return false;
    }

    private boolean offersOne(List<String> offered) {
        for (String protocol : protocols) {
            if (offered.contains(protocol)) {
                return true;
            }
        }
        return false;
    }

    private static boolean asksForOne(List<NamePattern> names, Client client) {
        String asked = client.serverName();
        if (asked.isEmpty()) {
            return false;
        }
        for (NamePattern name : names) {
            if (name.matches(asked)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether nobody is left for another route that comes after this one.
     *
     * @param later another
     * @return false also where that is not known
     */
    boolean covers(RouteConfig later) {
        return covers(names, later.names, NamePattern::covers) && covers(protocols, later.protocols, String::equals)
                && covers(hosts, later.hosts, NamePattern::covers) && covers(applications, later.applications, Application::equals)
                && covers(sources, later.sources, Network::contains) && covers(ports, later.ports, Integer::equals);
    }

    private static <T> boolean covers(Collection<T> own, Collection<T> others, BiPredicate<T, T> covers) {
        return own.isEmpty()
                || !others.isEmpty() && others.stream().allMatch(other -> own.stream().anyMatch(one -> covers.test(one, other)));
    }
}
