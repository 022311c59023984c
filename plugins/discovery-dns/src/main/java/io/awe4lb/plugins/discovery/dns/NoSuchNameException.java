package io.awe4lb.plugins.discovery.dns;

import io.awe4lb.spi.DiscoveryException;
import org.xbill.DNS.Name;

/** There is no such name in the DNS. */
final class NoSuchNameException extends DiscoveryException {

    private static final long serialVersionUID = 1;

    NoSuchNameException(Name name) {
        super("there is no name %s in the DNS: mend name, or add it there".formatted(name));
    }
}
