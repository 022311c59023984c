package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.Introduction;
import io.awe4lb.kernel.wire.ProxyDetails;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.kernel.wire.ProxyTls;
import io.awe4lb.spi.ConnectionRecord.Tls;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is known of a connection and that a PROXY header has a place for, for the backend. On the loop. */
final class BackendHeader {

    private static final Logger LOG = LoggerFactory.getLogger(BackendHeader.class);

    private BackendHeader() {}

    /** What a proxy before this one has told goes on; what ends here is told from here. */
    static ProxyHeader of(Connection connection) {
        var details = new ProxyDetails(connection.client().serverName(), protocol(connection), connection.sentId(), tls(connection));
        return new ProxyHeader(connection.client(), connection.reception().destination(), details);
    }

    /** Only what was agreed: where TLS is passed on, nobody knows that. */
    private static String protocol(Connection connection) {
        Introduction introduction = connection.reception().introduction();
        return connection.reception().isSecured() || introduction == null ? connection.reception().agreedProtocol().orElse("")
                : introduction.details().protocol();
    }

    private static @Nullable ProxyTls tls(Connection connection) {
        Tls known = connection.reception().tls();
        if (known != null && connection.reception().isSecured()) {
            return ownTls(known, connection.reception().isResumed());
        }
        Introduction introduction = connection.reception().introduction();
        return introduction == null ? null : introduction.details().tls();
    }

    private static ProxyTls ownTls(Tls tls, boolean isResumed) {
        boolean hasShown = tls.clientSubject().isPresent();
        int certificate = hasShown ? ProxyTls.CERTIFICATE_BEFORE | (isResumed ? 0 : ProxyTls.CERTIFICATE_NOW) : 0;
        return new ProxyTls(ProxyTls.SECURE | certificate, hasShown ? 0 : ProxyTls.NOT_VERIFIED, tls.version().orElse(""),
                tls.clientSubject().flatMap(BackendHeader::commonName).orElse(""), tls.cipher().orElse(""), "", "");
    }

    private static Optional<String> commonName(String subject) {
        try {
            return new LdapName(subject).getRdns().reversed().stream().filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .map(Rdn::getValue).map(Object::toString).findFirst();
        } catch (InvalidNameException strange) {
            LOG.debug("the subject {} of a client's certificate cannot be taken apart", subject, strange);
            return Optional.empty();
        }
    }
}
