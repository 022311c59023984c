package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.net.IpVersions;
import io.awe4lb.spi.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** What a {@code bind} of the configuration means to the system. */
final class BindAddress {

    private BindAddress() {}

    /**
     * Resolves addresses to bind: no host is every address of this machine, IPv6 and IPv4 alike; a name is all that it stands for.
     *
     * @throws IOException if a name does not resolve
     */
    static List<SocketAddress> resolve(List<Address> binds) throws IOException {
        List<SocketAddress> addresses = new ArrayList<>();
        for (Address bind : binds) {
            switch (bind) {
                case Address.Unix(var path) -> addresses.add(UnixDomainSocketAddress.of(path));
                case Address.Inet(var host, var port) when host.isEmpty() || host.equals("*") -> addresses.add(everywhere(port));
                case Address.Inet(var host, var port) -> {
                    for (InetAddress ip : lookUp(host)) {
                        addresses.add(new InetSocketAddress(ip, port));
                    }
                }
                case Address.Destination _ -> throw new IOException("'*' is no place to listen at: write host:port");
            }
        }
        return addresses;
    }

    private static InetSocketAddress everywhere(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(IpVersions.hasIPv6() ? "::" : "0.0.0.0"), port);
    }

    private static InetAddress[] lookUp(String host) throws IOException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException _) {
            throw new IOException("cannot bind " + host + ": the name does not resolve");
        }
    }
}
