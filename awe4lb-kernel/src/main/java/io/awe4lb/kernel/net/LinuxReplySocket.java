package io.awe4lb.kernel.net;

/** What answers of a {@link LinuxDatagramServer} leave by: its own socket, or one with an address that clients wanted to go to. On its loop. */
final class LinuxReplySocket {

    final int fd;
    final boolean isIpv6;
    private final LinuxDatagramServer server;
    /** Bytes of a datagram that can be joined with others; less once the system has refused larger ones. */
    private int mostJoined = DatagramOptions.LARGEST;
    /** How many clients are answered by it. */
    private int clients;

    LinuxReplySocket(LinuxDatagramServer server, int fd, boolean isIpv6) {
        this.server = server;
        this.fd = fd;
        this.isIpv6 = isIpv6;
    }

    int mostJoined() {
        return mostJoined;
    }

    /** The system does not take datagrams of this size apart. */
    void joinLess(int size) {
        mostJoined = Math.min(mostJoined, size - 1);
    }

    void unsent(int count) {
        server.unsent(count);
    }

    void join() {
        clients++;
    }

    /** @return whether nobody is left */
    boolean leave() {
        clients--;
        return clients == 0;
    }
}
