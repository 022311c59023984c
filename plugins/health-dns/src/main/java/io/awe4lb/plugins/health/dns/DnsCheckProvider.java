package io.awe4lb.plugins.health.dns;

import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.TextType;
import io.awe4lb.spi.Options;
import java.util.List;
import java.util.stream.Stream;

/** Makes {@link DnsCheck}. */
public final class DnsCheckProvider implements HealthCheckProvider {

    /** What is asked for, with its number (IANA, "Resource Record (RR) TYPEs"). */
    enum RecordType {
        A(1), AAAA(28), CNAME(5), MX(15), NS(2), PTR(12), SOA(6), SRV(33), TXT(16);

        private final short number;

        RecordType(int number) {
            this.number = (short) number;
        }

        short number() {
            return number;
        }

        /** @throws IllegalArgumentException with a sentence if there is none of this name */
        static RecordType of(String word) {
            return Stream.of(values()).filter(type -> type.name().equals(word)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                    "'record: %s' is not known: write one of %s".formatted(word, List.of(values()))));
        }
    }

    /** What the question travels in. */
    enum Protocol {
        UDP, TCP
    }

    /** What has to come back. */
    enum Wanted {
        ANSWER, NOERROR, NXDOMAIN, ANY
    }

    static final Option<String> NAME = Option.required("name", new TextType(), "Name to ask for.");
    static final Option<String> RECORD =
            Option.text("record", "A", "Type of record to ask for: A, AAAA, CNAME, MX, NS, PTR, SOA, SRV or TXT.");
    static final Option<Protocol> PROTOCOL = Option.choice("protocol", Protocol.UDP, "What the question travels in.");
    static final Option<Wanted> EXPECT = Option.choice("expect", Wanted.ANSWER,
            "What has to come back: `answer`, a record at least; `noerror`, which may be without records; `nxdomain`; or `any` answer.");

    @Override
    public String type() {
        return "dns";
    }

    @Override
    public String description() {
        return "A backend is up when it answers a DNS query as expected, over UDP or TCP.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(NAME, RECORD, PROTOCOL, EXPECT);
    }

    @Override
    public HealthCheck create(Options options) {
        return new DnsCheck(new Query(options.get(NAME), RecordType.of(options.get(RECORD))), options.get(PROTOCOL), options.get(EXPECT));
    }
}
