package io.awe4lb.kernel.net;

import java.util.Optional;

/**
 * How sockets of datagrams are.
 *
 * @param largest bytes of the largest datagram that is taken; a larger one is told of, and never cut
 * @param receiveBuffer bytes that the system keeps until they are read (SO_RCVBUF); 0: the system decides
 * @param transparent whether those that come are redirected to it on their way to others (IP_TRANSPARENT, ip(7))
 * @param mark of the packets for routing and filtering (SO_MARK); 0: none
 * @param device name of the network interface that alone carries them (SO_BINDTODEVICE); empty: any
 */
public record DatagramOptions(int largest, int receiveBuffer, boolean transparent, int mark, Optional<String> device) {

    /** Bytes of the largest datagram that UDP over IPv4 has: 65 535 less both headers. */
    public static final int LARGEST = 65_507;

    /**
     * The same for a socket on the other side.
     *
     * @param socket what is asked of that side's connections
     * @return with their mark and their device; nobody is redirected there
     */
    public DatagramOptions on(SocketOptions socket) {
        return new DatagramOptions(largest, receiveBuffer, false, socket.mark(), socket.device());
    }
}
