package io.awe4lb.plugins.discovery.dns;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.IpText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/**
 * Asks the DNS at each question, for each type and each name that it takes. Backends are in the order of their addresses: servers deal
 * their records in another order each time, which is no change.
 */
final class DnsDiscovery implements Discovery {

    private final Name name;
    private final RecordType type;
    private final int port;
    private final Servers servers;
    private final Refresh refresh;

    /** @param port of addresses; services have their own */
    DnsDiscovery(Name name, RecordType type, int port, Servers servers, Refresh refresh) {
        this.name = name;
        this.type = type;
        this.port = port;
        this.servers = servers;
        this.refresh = refresh;
    }

    @Override
    public Discovered discover() throws DiscoveryException, InterruptedException {
        var lookup = new Lookup(servers);
        Map<String, BackendSpec> backends = new TreeMap<>();
        if (type == RecordType.SRV) {
            for (Record record : lookup.records(name, type.types().getFirst())) {
                addService((SRVRecord) record, lookup, backends);
            }
        } else {
            for (InetAddress address : addresses(name, type, lookup)) {
                add(backends, address, port, BackendSpec.DEFAULT_WEIGHT, BackendSpec.DEFAULT_PRIORITY);
            }
        }
        return Discovered.validFor(new ArrayList<>(backends.values()), refresh.after(lookup.ttl()));
    }

    /** The target {@code .} says that there is no such service (RFC 2782). */
    private static void addService(SRVRecord service, Lookup lookup, Map<String, BackendSpec> backends)
            throws DiscoveryException, InterruptedException {
        if (service.getTarget().equals(Name.root)) {
            return;
        }
        List<InetAddress> addresses = addressesOfTarget(service.getTarget(), lookup);
        if (addresses.isEmpty()) {
            throw new DiscoveryException("the service %s is at %s, which has no address: add it in the DNS".formatted(
                    service.getName(), service.getTarget()));
        }
        for (InetAddress address : addresses) {
            add(backends, address, service.getPort(), service.getWeight(), service.getPriority());
        }
    }

    /** Whether it has none or is none: both are to be mended where the service is written. */
    private static List<InetAddress> addressesOfTarget(Name target, Lookup lookup) throws DiscoveryException, InterruptedException {
        try {
            return addresses(target, RecordType.BOTH, lookup);
        } catch (NoSuchNameException _) {
            return List.of();
        }
    }

    private static List<InetAddress> addresses(Name name, RecordType type, Lookup lookup) throws DiscoveryException, InterruptedException {
        var addresses = new ArrayList<InetAddress>();
        for (int number : type.types()) {
            for (Record record : lookup.records(name, number)) {
                addresses.add(record instanceof ARecord four ? four.getAddress() : ((AAAARecord) record).getAddress());
            }
        }
        return addresses;
    }

    /** Of two services at one address the first counts. */
    private static void add(Map<String, BackendSpec> backends, InetAddress host, int port, int weight, int priority) {
        var address = new Address.Inet(IpText.of(host), port);
        backends.putIfAbsent(address.toString(), new BackendSpec(address.toString(), address, weight, priority, 0));
    }
}
