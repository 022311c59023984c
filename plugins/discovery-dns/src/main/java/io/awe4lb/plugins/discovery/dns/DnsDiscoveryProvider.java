package io.awe4lb.plugins.discovery.dns;

import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Makes discoveries that ask the DNS. */
public final class DnsDiscoveryProvider implements DiscoveryProvider {

    static final Option<String> NAME =
            Option.required("name", new OptionType.TextType(), "The name to look up, in full: `web.example.com`, `_api._tcp.example.com`.");
    static final Option<String> RECORD = Option.text("record", "A", "The records to ask for: `A`, `AAAA`, `A+AAAA` or `SRV`.");
    static final Option<Integer> PORT =
            Option.optional("port", new OptionType.NumberType(1, 65_535), "The port of every address; `SRV` has its own.");
    static final Option<List<String>> SERVERS = Option.of("servers", new OptionType.ListType<>(new OptionType.TextType()), List.of(),
            "DNS servers, asked in this order: an IP address, with a port if it is not 53; left out: the system's.");
    static final Option<String> INTERVAL =
            Option.text("interval", "ttl", "Time between two questions: `ttl`, as long as the records say, or a time such as `30s`.");
    static final Option<Duration> MIN_TTL = ttl("minTtl", Duration.ofSeconds(1), "Shortest time between two questions by `ttl`.");
    static final Option<Duration> MAX_TTL = ttl("maxTtl", Duration.ofMinutes(5), "Longest time between two questions by `ttl`.");

    /** As hosts and services have them (RFC 1123, section 2.1; RFC 2782), which is less than the DNS could carry. */
    private static final Pattern NAMES =
            Pattern.compile("(_?[A-Za-z0-9]([A-Za-z0-9_-]{0,60}[A-Za-z0-9])?)(\\.(_?[A-Za-z0-9]([A-Za-z0-9_-]{0,60}[A-Za-z0-9])?))*\\.?");
    private static final Pattern ADDRESSES = Pattern.compile("[0-9.]+");

    /** For the service loader. */
    public DnsDiscoveryProvider() {}

    private static Option<Duration> ttl(String name, Duration defaultValue, String description) {
        return Option.of(name, new OptionType.DurationType(Duration.ofSeconds(1), Option.LONGEST, false), defaultValue, description);
    }

    @Override
    public String type() {
        return "dns";
    }

    @Override
    public String description() {
        return "Asks the DNS for addresses or services.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(NAME, RECORD, PORT, SERVERS, INTERVAL, MIN_TTL, MAX_TTL);
    }

    @Override
    public Discovery create(Options options) {
        RecordType type = RecordType.of(options.get(RECORD)).orElseThrow(
                () -> new IllegalArgumentException("record: write A, AAAA, A+AAAA or SRV"));
        boolean hasPort = options.find(PORT).isPresent();
        if (hasPort == (type == RecordType.SRV)) {
            throw new IllegalArgumentException(hasPort ? "port: the records of SRV have their own: remove it"
                    : "port: the records of %s have none: write port: 80".formatted(type.word()));
        }
        var refresh = Refresh.of(options.get(INTERVAL), options.get(MIN_TTL), options.get(MAX_TTL));
        return new DnsDiscovery(name(options.get(NAME)), type, options.find(PORT).orElse(0), Servers.of(options.get(SERVERS)), refresh);
    }

    private static Name name(String text) {
        try {
            if (NAMES.matcher(text).matches() && !ADDRESSES.matcher(text).matches()) {
                return Name.fromString(text, Name.root);
            }
        } catch (TextParseException _) { // too long; told below
        }
        throw new IllegalArgumentException(("name: '%s' is no name of the DNS: write web.example.com, letters beyond ASCII as xn--…, "
                + "and an address under backends").formatted(text));
    }
}
