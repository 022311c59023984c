package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.config.AcceptProxyConfig;
import io.awe4lb.kernel.listener.Introduction;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.Datagrams;
import io.awe4lb.kernel.wire.Parsed;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.spi.Client;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the headers in which proxies that are believed say whose datagrams they send. Of one that has told, what comes without a header is of
 * the client that it has told of last, for as long as one of its clients has a session: some say it once a client and send from a port of its
 * own, others with each datagram. Of one bound socket, on its loop.
 */
final class Introducing {

    private static final Logger LOG = LoggerFactory.getLogger(Introducing.class);
    private static final int NO_PORT = -1;

    /** What a datagram says of its client. */
    enum Answer {
        /** Nothing: it is the sender. */
        NOTHING,
        /** Who it is; the header is gone from in front of it. */
        TOLD,
        /** Something wrong, or nothing where it has to. */
        REFUSED
    }

    private final SessionTable<Proxy> proxies = new SessionTable<>();
    /** That has told of the last datagram. */
    private @Nullable Proxy proxy;

    /**
     * Looks whose it is, and marks it so.
     *
     * @param one datagram, of somebody who is believed
     */
    Answer read(Datagrams one, Listener by, AcceptProxyConfig config) {
        one.comeForThemselves();
        Proxy known = proxies.find(one);
        ByteBuffer bytes = one.datagram(0);
        int repeated = known == null ? 0 : known.repeats(bytes);
        if (known != null && repeated > 0) {
            return told(known, one, repeated);
        }
        return switch (ProxyHeader.ofDatagram(bytes)) {
            case Parsed.Complete<ProxyHeader>(_, var length) when length == 0 -> untold(known, one, by, config);
            case Parsed.Complete<ProxyHeader>(var header, var length) -> told(told(known, one, header, length), one, length);
            case Parsed.Invalid<ProxyHeader>(var what, _) -> refused(one, by, what);
            case Parsed.Incomplete<ProxyHeader> _ -> refused(one, by, "a part of a PROXY header");
        };
    }

    private Proxy told(@Nullable Proxy known, Datagrams one, ProxyHeader header, int length) {
        Introduction introduction = new Introduction(Sessions.sender(one), header);
        byte[] copy = new byte[length];
        one.datagram(0).get(copy);
        if (known == null) {
            return new Proxy(one.peer(), introduction, ByteBuffer.wrap(copy));
        }
        known.tells(introduction, ByteBuffer.wrap(copy));
        return known;
    }

    private Answer told(Proxy by, Datagrams one, int length) {
        proxy = by;
        one.strip(length);
        Client source = by.introduction().header().source();
        if (source != null) {
            one.comeFor(source.addressHigh(), source.addressLow(), source.isLocal() ? NO_PORT : source.port());
        }
        return Answer.TOLD;
    }

    private Answer untold(@Nullable Proxy known, Datagrams one, Listener by, AcceptProxyConfig config) {
        if (known != null) {
            return told(known, one, 0);
        }
        return config.isRequired() ? refused(one, by, "no PROXY header") : Answer.NOTHING;
    }

    private static Answer refused(Datagrams one, Listener by, String what) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("listener {}: {} sent {}", by.id(), Sessions.sender(one), what);
        }
        return Answer.REFUSED;
    }

    /** That has told of the last datagram. */
    Proxy proxy() {
        if (proxy == null) {
            throw new IllegalStateException("nobody has told of anything");
        }
        return proxy;
    }

    /** One of its clients has a session. */
    void join(Proxy by) {
        if (by.join()) {
            proxies.add(by);
        }
    }

    /** One of its sessions has ended. */
    void leave(Proxy by) {
        if (by.leave()) {
            proxies.remove(by);
        }
    }
}
