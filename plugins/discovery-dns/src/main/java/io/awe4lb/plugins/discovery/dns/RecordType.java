package io.awe4lb.plugins.discovery.dns;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** Which records are asked for. */
enum RecordType {
    /** IPv4 addresses. */
    A("A", List.of(Type.A)),
    /** IPv6 addresses. */
    AAAA("AAAA", List.of(Type.AAAA)),
    /** Addresses of both kinds. */
    BOTH("A+AAAA", List.of(Type.A, Type.AAAA)),
    /** Services: names with ports, weights and priorities. */
    SRV("SRV", List.of(Type.SRV));

    private final String word;
    private final List<Integer> types;

    RecordType(String word, List<Integer> types) {
        this.word = word;
        this.types = types;
    }

    String word() {
        return word;
    }

    /** As the library numbers them. */
    List<Integer> types() {
        return types;
    }

    static Optional<RecordType> of(String word) {
        return Stream.of(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
