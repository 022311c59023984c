package io.awe4lb.kernel.config;

import io.awe4lb.spi.Client;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which clients of a listener go to which pool: those of whom everything is true that is said. At least one list is not empty.
 *
 * @param names that they ask for (SNI); empty: any or none
 * @param protocols of which they offer one (ALPN), a character a byte; empty: any or none
 * @param sources networks that they come from; empty: any
 * @param pool id of the pool
 */
public record RouteConfig(List<NamePattern> names, List<String> protocols, List<Network> sources, String pool) {

    /**
     * Whether a ClientHello has to be read to tell who is meant.
     *
     * @return false if the address is enough
     */
    public boolean needsHello() {
        return !names.isEmpty() || !protocols.isEmpty();
    }

    /**
     * Whom it means, for people.
     *
     * @return such as {@code sni *.example.com and alpn h2, http/1.1}
     */
    public String text() {
        return Stream.of(text("sni", names), text("alpn", protocols), text("source", sources)).filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" and "));
    }

    private static String text(String key, List<?> values) {
        return values.isEmpty() ? "" : key + " " + values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /**
     * Whether a client is meant.
     *
     * @param client with the name that it asks for
     * @param offered protocols
     * @return true if so
     */
    public boolean matches(Client client, List<String> offered) {
        return (sources.isEmpty() || isIn(client)) && (protocols.isEmpty() || offersOne(offered))
                && (names.isEmpty() || asksForOne(client));
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

    private boolean asksForOne(Client client) {
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
                && covers(sources, later.sources, Network::contains);
    }

    private static <T> boolean covers(Collection<T> own, Collection<T> others, BiPredicate<T, T> covers) {
        return own.isEmpty()
                || !others.isEmpty() && others.stream().allMatch(other -> own.stream().anyMatch(one -> covers.test(one, other)));
    }
}
