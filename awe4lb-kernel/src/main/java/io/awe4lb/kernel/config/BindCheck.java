package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds addresses that cannot be listened on together. A wildcard covers every address of its family, {@code [::]} those of IPv4 too. */
final class BindCheck {

    private final Findings findings;
    private final Map<Integer, List<Bound>> byPort = new HashMap<>();
    private final Map<Address.Unix, Place> byPath = new HashMap<>();

    BindCheck(Findings findings) {
        this.findings = findings;
    }

    /** An address to listen on; the literal is empty for a host name and for every local address. */
    private record Bound(Address.Inet address, Optional<InetAddress> literal, Place place) {

        boolean covers(Bound other) {
            String host = address.host();
            return host.isEmpty()
                    || literal.map(own -> own.isAnyLocalAddress() && (own instanceof Inet6Address || !other.isIpv6Only())).orElse(false)
                    || literal.isPresent() && literal.equals(other.literal)
                    || host.toLowerCase(Locale.ROOT).equals(other.address.host().toLowerCase(Locale.ROOT));
        }

        private boolean isIpv6Only() {
            return literal.map(own -> own instanceof Inet6Address && !own.isAnyLocalAddress()).orElse(false);
        }
    }

    <A extends Address> A add(A address, Place place) {
        switch (address) {
            case Address.Unix unix -> addUnix(unix, place);
            case Address.Inet inet when inet.port() != 0 ->
                    byPort.computeIfAbsent(inet.port(), _ -> new ArrayList<>()).add(new Bound(inet, literal(inet.host()), place));
            case Address.Inet _ -> {} // any free port is never taken
            case Address.Destination _ -> throw new IllegalArgumentException("nobody listens at a destination");
        }
        return address;
    }

    private void addUnix(Address.Unix address, Place place) {
        Place earlier = byPath.putIfAbsent(address, place);
        if (earlier != null) {
            report(address, earlier, address, place);
        }
    }

    /** @param isUdp whether the bind at a place is of UDP: TCP and UDP have ports of their own each */
    void reportOverlaps(Predicate<Place> isUdp) {
        byPort.values().forEach(sharing -> {
            var byProtocol = sharing.stream().collect(Collectors.partitioningBy(bound -> isUdp.test(bound.place())));
            byProtocol.values().forEach(this::reportOverlaps);
        });
    }

    private void reportOverlaps(List<Bound> sharing) {
        for (int i = 1; i < sharing.size(); i++) {
            Bound later = sharing.get(i);
            sharing.subList(0, i).stream()
                    .filter(earlier -> earlier.covers(later) || later.covers(earlier))
                    .findFirst()
                    .ifPresent(earlier -> report(earlier.address(), earlier.place(), later.address(), later.place()));
        }
    }

    private void report(Address earlier, Place earlierPlace, Address later, Place place) {
        boolean isAdmin = !earlierPlace.pointer().startsWith("/listeners/");
        String message = later + " is already taken by " + (isAdmin ? "the admin server, " : "") + earlier + " at "
                + earlierPlace.position() + ": use another port or address";
        findings.error(Code.DUPLICATE_BIND, place, message);
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return host.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
