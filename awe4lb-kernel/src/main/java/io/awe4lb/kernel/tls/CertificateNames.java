package io.awe4lb.kernel.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a certificate is for (RFC 9525): those of its extension; none of them stands in its subject any more.
 *
 * @param hosts in lower case, a wildcard as it stands
 * @param addresses of IP
 */
record CertificateNames(List<String> hosts, List<InetAddress> addresses) {

    private static final int DNS = 2;
    private static final int IP = 7;

    /** @throws IllegalArgumentException if they cannot be read */
    static CertificateNames of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
            return new CertificateNames(texts(names, DNS).map(name -> name.toLowerCase(Locale.ROOT)).toList(),
                    texts(names, IP).map(InetAddress::ofLiteral).toList());
        } catch (CertificateParsingException broken) {
            throw new IllegalArgumentException("the names of the certificate cannot be read: " + broken.getMessage(), broken);
        }
    }

    private static Stream<String> texts(Collection<List<?>> names, int kind) {
        return names.stream().filter(name -> name.getFirst().equals(kind)).map(name -> (String) name.get(1));
    }

    /** Whether one of them is this one; a wildcard stands for one label. @param name in lower case, or an IP address */
    boolean standFor(String name) {
        Optional<InetAddress> address = address(name);
        if (address.isPresent()) {
            return addresses.contains(address.get());
        }
        String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        int dot = host.indexOf('.');
        return hosts.contains(host) || dot > 0 && hosts.contains("*" + host.substring(dot));
    }

    /** Without the zone, which is this machine's affair. */
    static Optional<InetAddress> address(String name) {
        int zone = name.indexOf('%');
        try {
            return Optional.of(InetAddress.ofLiteral(zone < 0 ? name : name.substring(0, zone)));
        } catch (IllegalArgumentException _) { // a name
            return Optional.empty();
        }
    }

    String words() {
        String all = Stream.concat(hosts.stream(), addresses.stream().map(InetAddress::getHostAddress)).collect(Collectors.joining(", "));
        return all.isEmpty() ? "nobody (it has no subjectAltName; the CN does not count)" : all;
    }
}
