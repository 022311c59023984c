package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Client;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many clients, each with an address of its own. */
final class Clients {

    static final int CLIENTS = 20_000;

    private Clients() {}

    static List<Client> sequentialIpv4(String first) {
        int from = ByteBuffer.wrap(InetAddress.ofLiteral(first).getAddress()).getInt();
        return ipv4(i -> from + i);
    }

    static List<Client> ipv4(IntFunction<Integer> address) {
        return IntStream.range(0, CLIENTS).mapToObj(i -> client(ByteBuffer.allocate(4).putInt(address.apply(i)).array())).toList();
    }

    static List<Client> ipv6() {
        return IntStream.range(0, CLIENTS)
                .mapToObj(i -> client(ByteBuffer.allocate(16).putLong(0x2001_0DB8_0000_0000L + i).putLong(1).array())).toList();
    }

    static Client client(String address) {
        return Client.of(InetAddress.ofLiteral(address), 40_000);
    }

    private static Client client(byte[] address) {
        try {
            return Client.of(InetAddress.getByAddress(address), 40_000);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
