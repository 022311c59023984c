package io.awe4lb.plugins.discovery.dns;

import io.awe4lb.spi.DiscoveryException;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Looks names up, through aliases, whether the server follows them or not. Keeps the smallest TTL that it has seen. Used by one thread, once. */
final class Lookup {

    private static final int MOST_ALIASES = 16;

    private final Servers servers;
    private long ttl = Long.MAX_VALUE;

    Lookup(Servers servers) {
        this.servers = servers;
    }

    /** Seconds; 0 if nothing was found. */
    long ttl() {
        return ttl == Long.MAX_VALUE ? 0 : ttl;
    }

    /**
     * The records of one type. Signatures and whatever else a server adds are not among them.
     *
     * @param name absolute
     * @return empty if the name has none of this type
     * @throws NoSuchNameException if there is none
     * @throws DiscoveryException if there is no answer
     */
    List<Record> records(Name name, int type) throws DiscoveryException, InterruptedException {
        Name asked = name;
        for (int aliases = 0; aliases <= MOST_ALIASES; aliases++) {
            Message answer = servers.ask(Message.newQuery(Record.newRecord(asked, type, DClass.IN)));
            List<Record> section = answer.getSection(Section.ANSWER);
            Name reached = follow(asked, section);
            List<Record> found = section.stream().filter(record -> record.getType() == type && record.getName().equals(reached)).toList();
            if (found.isEmpty() && answer.getRcode() == Rcode.NXDOMAIN) {
                throw new NoSuchNameException(reached);
            }
            if (!found.isEmpty() || reached.equals(asked)) {
                found.forEach(this::remember);
                return found;
            }
            asked = reached;
        }
        throw new DiscoveryException("%s is an alias of an alias and so on, more than %d times".formatted(name, MOST_ALIASES));
    }

    private Name follow(Name from, List<Record> section) {
        Name at = from;
        for (int aliases = 0; aliases <= MOST_ALIASES; aliases++) {
            Name here = at;
            Optional<Record> alias =
                    section.stream().filter(record -> record.getType() == Type.CNAME && record.getName().equals(here)).findFirst();
            if (alias.isEmpty()) {
                return at;
            }
            remember(alias.get());
            at = ((CNAMERecord) alias.get()).getTarget();
        }
        return at;
    }

    private void remember(Record record) {
        ttl = Math.min(ttl, record.getTTL());
    }
}
