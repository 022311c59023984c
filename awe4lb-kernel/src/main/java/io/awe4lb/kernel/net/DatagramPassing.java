package io.awe4lb.kernel.net;

import org.jspecify.annotations.Nullable;

/**
 * Passes datagrams of clients on to backends. Those that come one after the other for the same backend go as one message where their sizes
 * allow it. One a loop.
 */
final class DatagramPassing {

    private static final int FLAGS = LinuxConstants.MSG_NOSIGNAL | LinuxConstants.MSG_DONTWAIT;

    private final LibC libc;
    /** One message with as many iovecs as a read brings messages. */
    private final MessageVector message = new MessageVector(DatagramInbox.MOST);
    private final Joining joining = new Joining();
    private int iovecs;
    private @Nullable LinuxDatagramSocket target;

    DatagramPassing(LibC libc) {
        this.libc = libc;
    }

    void add(LinuxDatagramSocket socket, Datagrams datagrams) {
        if (socket != target || !joining.add(datagrams, socket.mostJoined())) {
            flush();
            target = socket;
            joining.begin(datagrams);
        }
        message.iovec(iovecs++, datagrams.memoryAddress(), datagrams.length);
    }

    /** Sends what waits for this one before it is closed. */
    void flush(LinuxDatagramSocket socket) {
        if (socket == target) {
            flush();
        }
    }

    /** Sends what waits. After each read. */
    void flush() {
        LinuxDatagramSocket socket = target;
        target = null;
        while (socket != null) {
            socket = sendTo(socket);
        }
        iovecs = 0;
    }

    /** @return who is to be tried next; null when it is sent, or lost */
    private @Nullable LinuxDatagramSocket sendTo(LinuxDatagramSocket socket) {
        long result = iovecs == 1 && joining.segment() == 0
                ? libc.send(socket.fd, message.iovecAddress(0), message.iovecLength(0), FLAGS)
                : sendJoined(socket);
        if (result >= 0) {
            return null;
        }
        if (Errno.EINTR.is(result)) {
            return socket;
        }
        if (joining.segments() > 1 && Errno.isNotSegmented(result)) {
            socket.joinLess(joining.size());
            sendApart(socket);
            return null;
        }
        if (Errno.isUnsent(result)) {
            socket.unsent(joining.segments());
            return null;
        }
        return socket.refused("send", result, joining.segments());
    }

    private long sendJoined(LinuxDatagramSocket socket) {
        message.iovecs(0, 0, iovecs);
        message.withoutName(0);
        message.writeControl(0, null, false, joining.segment());
        return libc.sendmsg(socket.fd, message.address(0), FLAGS);
    }

    private void sendApart(LinuxDatagramSocket socket) {
        int unsent = 0;
        for (int i = 0; i < iovecs; i++) {
            long length = message.iovecLength(i);
            for (long at = 0; at < length; at += joining.size()) {
                long count = libc.send(socket.fd, message.iovecAddress(i) + at, Math.min(joining.size(), length - at), FLAGS);
                unsent += count < 0 ? 1 : 0;
            }
        }
        if (unsent > 0) {
            socket.unsent(unsent);
        }
    }
}
