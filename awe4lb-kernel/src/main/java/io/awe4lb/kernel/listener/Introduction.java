package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.wire.ProxyDetails;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.kernel.wire.ProxyTls;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord.Tls;
import java.util.List;
import java.util.Optional;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy that is believed has told of a connection or session.
 *
 * @param proxy the one that told it: the other end
 * @param header what it told
 */
public record Introduction(Client proxy, ProxyHeader header) {

    /**
     * Who is behind the proxy.
     *
     * @return with the server that it asks for; the proxy itself, where it says so or nothing
     */
    public Client client() {
        Client told = header.source();
        Client known = told == null ? proxy : told;
        String authority = header.details().authority();
        return authority.isEmpty() ? known : known.askingFor(authority);
    }

    /**
     * What the client asked for.
     *
     * @return null where that is not told
     */
    public @Nullable Client destination() {
        return header.destination();
    }

    /**
     * What else is told.
     *
     * @return of the header
     */
    public ProxyDetails details() {
        return header.details();
    }

    /**
     * Whether the begin of the client's TLS was read by somebody before.
     *
     * @return then it does not come here
     */
    public boolean tellsHello() {
        return header.details().tellHello();
    }

    /**
     * Protocols that the client has agreed on.
     *
     * @return one or none
     */
    public List<String> protocols() {
        String protocol = header.details().protocol();
        return protocol.isEmpty() ? List.of() : List.of(protocol);
    }

    /**
     * The client's TLS, as it ended before.
     *
     * @return null where that is not told
     */
    public @Nullable Tls tls() {
        if (!tellsHello()) {
            return null;
        }
        ProxyDetails details = header.details();
        ProxyTls tls = details.tls();
        return tls == null
                ? new Tls(Optional.empty(), Optional.empty(), text(details.authority()), text(details.protocol()))
                : new Tls(text(tls.version()), text(tls.cipher()), text(details.authority()), text(details.protocol()), subject(tls));
    }

    private static Optional<String> subject(ProxyTls tls) {
        return tls.isVerified() ? text(tls.commonName()).map(name -> "CN=" + Rdn.escapeValue(name)) : Optional.empty();
    }

    private static Optional<String> text(String known) {
        return known.isEmpty() ? Optional.empty() : Optional.of(known);
    }
}
