package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.Client;
import java.net.InetAddress;
import java.util.Locale;

/** Addresses as a user writes them, with what {@link Address#parse} leaves open: whether a host can be one. Nothing is resolved. */
final class AddressText {

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_INTERFACE = 15;
    /** Bits in front of an IPv4 address that is written as one of IPv6. */
    private static final int IPV4_PREFIX = 96;

    private static final Address DESTINATION = new Address.Destination();

    private AddressText() {}

    static Address parse(String text) throws Refused {
        if (text.contains("://")) {
            throw new Refused(Code.INVALID_ADDRESS, Quoted.of(text) + " is a URL: write host:port alone, for example 10.0.0.1:80");
        }
        try {
            Address address = Address.parse(text);
            if (address instanceof Address.Inet(var host, _)) {
                requireHost(host);
            }
            return address;
        } catch (IllegalArgumentException failure) {
            throw new Refused(Code.INVALID_ADDRESS, String.valueOf(failure.getMessage()));
        }
    }

    /** An address to listen on: port 0 takes any free port. */
    static Address bind(String text) throws Refused {
        if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
            throw new Refused(Code.INVALID_ADDRESS,
                    "%s has no host: write \":%s\" for every local address".formatted(Quoted.of(text), text));
        }
        return parse(text);
    }

    /** An address to connect to: it has a host and a port, is a Unix socket, or where each client wanted to go. */
    static Address backend(String text) throws Refused {
        return text.equals(DESTINATION.toString()) ? DESTINATION : known(text);
    }

    private static Address known(String text) throws Refused {
        Address parsed = parse(text);
        if (!(parsed instanceof Address.Inet address)) {
            return parsed;
        }
        if (address.host().isEmpty()) {
            throw new Refused(Code.INVALID_ADDRESS, Quoted.of(text) + " has no host: write host:port, for example 10.0.0.1:80");
        }
        if (address.port() == 0) {
            throw new Refused(Code.INVALID_ADDRESS, Quoted.of(text) + " has port 0, where nothing can serve: write a port from 1 to 65535");
        }
        return address;
    }

    /** An address to connect to, with a host and a port. */
    static Address.Inet server(String text) throws Refused {
        if (known(text) instanceof Address.Inet address) {
            return address;
        }
        throw new Refused(Code.INVALID_ADDRESS, Quoted.of(text) + " is a Unix socket, which cannot be used here: write host:port");
    }

    /** Where the admin server listens. */
    static Address.Inet admin(String text) throws Refused {
        if (bind(text) instanceof Address.Inet address) {
            return address;
        }
        throw new Refused(Code.INVALID_ADDRESS, Quoted.of(text) + " is a Unix socket, which browsers cannot reach: write host:port");
    }

    /** A name or an address alone, in lower case. */
    static String hostName(String text) throws Refused {
        requireHost(text);
        if (text.isEmpty()) {
            throw new Refused(Code.INVALID_ADDRESS, "the name is empty: write a host name without a port, for example lb.example");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** An address alone: neither a name nor a port nor a zone. */
    static InetAddress ip(String text) throws Refused {
        if (isIp(text)) {
            return InetAddress.ofLiteral(text);
        }
        throw new Refused(Code.INVALID_ADDRESS, Quoted.of(text) + " is not an IP address: write it alone, for example 10.0.0.9 or fd00::9");
    }

    private static boolean isIp(String text) {
        return text.indexOf(':') >= 0 ? isIpv6(text) && text.indexOf('%') < 0 : isIpv4(text);
    }

    /** An IP address, or a network of them. */
    static Network network(String text) throws Refused {
        int slash = text.indexOf('/');
        String first = slash < 0 ? text : text.substring(0, slash);
        if (!isIp(first)) {
            throw new Refused(Code.INVALID_ADDRESS,
                    Quoted.of(text) + " is neither an IP address nor a network: write for example 10.0.0.9, 10.0.0.0/8 or fd00::/8");
        }
        InetAddress address = InetAddress.ofLiteral(first);
        int most = address.getAddress().length * Byte.SIZE;
        int written = slash < 0 ? most : NumberText.number(text.substring(slash + 1), 0, most);
        var client = Client.of(address, 0);
        Network network = Network.around(client, written + (client.isIpv4() ? IPV4_PREFIX : 0));
        if (network.low() != client.addressLow() || network.high() != client.addressHigh()) {
            throw new Refused(Code.INVALID_ADDRESS,
                    "%s has bits beyond the first %d: write %s".formatted(Quoted.of(text), written, network));
        }
        return network;
    }

    /** As Linux takes it: at most IFNAMSIZ - 1 bytes, none of them a slash or white space. */
    static String interfaceName(String text) throws Refused {
        boolean isName =
                !text.isEmpty() && text.length() <= LONGEST_INTERFACE && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '/');
        if (!isName) {
            throw new Refused(Code.INVALID_ADDRESS,
                    Quoted.of(text) + " is not the name of a network interface: write 1 to 15 characters, for example eth0");
        }
        return text;
    }

    private static void requireHost(String host) throws Refused {
        boolean isValid = host.isEmpty() || (host.indexOf(':') >= 0 ? isIpv6(host) : isIpv4(host) || isName(host));
        if (!isValid) {
            throw new Refused(Code.INVALID_ADDRESS, Quoted.of(host) + " is neither an IP address nor a host name");
        }
    }

    private static boolean isIpv6(String host) {
        int zone = host.indexOf('%');
        try {
            InetAddress.ofLiteral(zone < 0 ? host : host.substring(0, zone));
            return zone != host.length() - 1;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isIpv4(String host) {
        if (host.isEmpty() || !isDigit(host.charAt(0))) {
            return false;
        }
        String[] parts = host.split("\\.", -1);
        for (String part : parts) {
            boolean isByte = !part.isEmpty() && part.length() <= 3 && isDigits(part);
            if (!isByte || Integer.parseInt(part) > 255 || part.length() > 1 && part.startsWith("0")) {
                return false;
            }
        }
        return parts.length == 4;
    }

    /** A loop, because large configurations have thousands of addresses. */
    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** RFC 1123, and the underscore that service names use. The last label is not all digits: that would be a mistyped IPv4 address. */
    private static boolean isName(String host) {
        String[] labels = (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).split("\\.", -1);
        for (String label : labels) {
            if (label.isEmpty() || label.length() > LONGEST_LABEL || label.startsWith("-") || label.endsWith("-") || !isLabel(label)) {
                return false;
            }
        }
        return host.length() <= LONGEST_NAME && !isDigits(labels[labels.length - 1]);
    }

    private static boolean isLabel(String label) {
        return label.chars().allMatch(c -> c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
    }
}
