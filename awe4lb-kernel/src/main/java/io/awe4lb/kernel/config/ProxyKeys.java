package io.awe4lb.kernel.config;

import io.awe4lb.kernel.config.AcceptProxyConfig.Accept;
import io.awe4lb.kernel.config.SendProxyConfig.Datagrams;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.ProxyProtocol;
import java.util.List;

/** The keys of PROXY headers: in at a listener, out from a pool. */
final class ProxyKeys {

    // in
    private static final Key<Accept> ACCEPT =
            Key.of(Option.choice("accept", Accept.ANY, "Versions that are taken: v1 is a line of text, v2 is binary."));
    private static final Key<List<Network>> FROM = Key.required(
            "from", new Shape.Several<>(new Shape.OrWord<>("unix", Network.LOCAL, new Shape.NetworkAddress()), 1),
            "Networks of the proxies whose headers are believed, for example `10.0.0.0/8`; `unix` for those on a Unix socket.");
    private static final Key<Boolean> REQUIRED = Key.of(Option.flag("required", true,
            "Whether whoever sends no header, or is not in `from`, is closed; `false`: they are taken as clients themselves."));

    static final Key<AcceptProxyConfig> ACCEPTED = Key.optional("proxyProtocol",
            Shape.Section.of(ProxyKeys::accepted, ACCEPT, FROM, REQUIRED),
            "Reads in PROXY headers who the clients of proxies before this one are; left out, nobody is believed.");

    // out
    private static final Key<ProxyProtocol> VERSION = Key.of(Option.choice("version", ProxyProtocol.V2, "Version of the header."));
    private static final Key<Datagrams> DATAGRAMS = Key.of(Option.choice("datagrams", Datagrams.FIRST,
            "Which datagrams of UDP carry a header: the first one of a session, or every one."));

    static final Key<SendProxyConfig> SENT = Key.written("proxyProtocol", "off",
            new Shape.OrWord<>("off", SendProxyConfig.OFF,
                    new Shape.OrWord<>("v1", SendProxyConfig.of(ProxyProtocol.V1),
                            new Shape.OrWord<>("v2", SendProxyConfig.of(ProxyProtocol.V2),
                                    Shape.Section.of(values -> new SendProxyConfig(values.get(VERSION), values.get(DATAGRAMS)), VERSION,
                                            DATAGRAMS)))),
            "Tells backends by a PROXY header who the client is, before anything else.");

    private ProxyKeys() {}

    /** What does not go with a listener of UDP. */
    static void reportStrangers(Values listener) {
        AcceptProxyConfig accepted = listener.find(ACCEPTED).orElse(null);
        if (accepted == null) {
            return;
        }
        if (!accepted.takesV2()) {
            listener.error(ACCEPTED, Code.CONFLICTING_KEYS,
                    "PROXY headers of version 1 are for TCP alone: write 'accept: v2', or leave it out");
        }
        if (accepted.from().contains(Network.LOCAL)) {
            listener.warn(ACCEPTED, Code.NO_EFFECT, "'unix' in 'from' believes nobody here: UDP has no Unix sockets");
        }
    }

    private static AcceptProxyConfig accepted(Values values) {
        List<Network> from = values.get(FROM);
        for (int i = 0; i < from.size(); i++) {
            if (from.get(i).isEverybody()) {
                values.warnAt(FROM, i, Code.EVERYBODY_BELIEVED,
                        "whoever reaches this listener can say that it is any client: write the networks of the proxies alone");
            }
        }
        return new AcceptProxyConfig(values.get(ACCEPT), from, values.get(REQUIRED));
    }
}
