package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The pods of a Service as backends. */
final class PodBackends {

    private PodBackends() {}

    /**
     * One backend an address, in the order of their texts: an endpoint that moves from one slice to another is in both for a while.
     *
     * @param port empty: the only one
     * @throws IllegalArgumentException with a sentence, if no slice has the port
     */
    static List<BackendSpec> of(Collection<Slice> all, Optional<PortChoice> port) {
        List<Slice> slices = Slice.oneFamily(all);
        var standings = new TreeMap<Address, Standing>(Comparator.comparing(Address::toString));
        boolean hasPort = slices.isEmpty();
        for (Slice slice : slices) {
            Optional<Integer> number = number(slice, port);
            hasPort |= number.isPresent();
            number.ifPresent(known -> slice.endpoints().forEach(endpoint -> standings.merge(
                    new Address.Inet(endpoint.address(), known), endpoint.standing(), PodBackends::better)));
        }
        if (!hasPort) {
            throw new IllegalArgumentException(
                    "the Service has no port %s, but %s: mend port".formatted(port.orElseThrow(), names(slices)));
        }
        return standings.entrySet().stream().map(PodBackends::backend).toList();
    }

    private static Standing better(Standing one, Standing other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static BackendSpec backend(Map.Entry<Address, Standing> entry) {
        Address address = entry.getKey();
        return new BackendSpec(address.toString(), address, BackendSpec.DEFAULT_WEIGHT, entry.getValue().priority(), 0);
    }

    /** Slices may differ: a port with a name may have another number in each, and a Service whose ports change has slices of both kinds. */
    private static Optional<Integer> number(Slice slice, Optional<PortChoice> port) {
        if (port.isEmpty()) {
            if (slice.ports().size() != 1 || slice.ports().getFirst().number().isEmpty()) {
                throw new IllegalArgumentException("the Service has %s: say with port which one is meant".formatted(names(List.of(slice))));
            }
            return slice.ports().getFirst().number();
        }
        boolean takesAny = slice.ports().stream().allMatch(each -> each.number().isEmpty());
        if (takesAny && port.get() instanceof PortChoice.Numbered(int number)) {
            return Optional.of(number);
        }
        return port.get().in(slice.ports()).flatMap(Slice.Port::number);
    }

    private static String names(List<Slice> slices) {
        var names = new TreeSet<String>();
        slices.forEach(slice -> slice.ports().forEach(port -> names.add(port.written())));
        return names.isEmpty() ? "no ports" : "the ports " + String.join(", ", names);
    }
}
