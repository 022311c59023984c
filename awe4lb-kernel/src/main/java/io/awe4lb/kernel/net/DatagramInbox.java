package io.awe4lb.kernel.net;

/** Takes in what clients have sent: many datagrams a call of the system. One a loop. */
final class DatagramInbox {

    /** Messages a call. */
    static final int MOST = 64;

    private final LibC libc;
    private final DatagramSlots slots;
    private final MessageVector messages = new MessageVector(MOST);
    private final Datagrams datagrams;

    DatagramInbox(LibC libc) {
        this.libc = libc;
        this.slots = new DatagramSlots(libc, MOST);
        this.datagrams = new Datagrams(slots.bytes());
        for (int i = 0; i < MOST; i++) {
            messages.iovec(i, slots.address(i), DatagramSlots.ROOM);
            messages.toReceive(i);
        }
    }

    /** @return how many messages came, or the negative number of an error */
    int receive(int fd) {
        return libc.recvmmsg(fd, messages.address(0), MOST, LinuxConstants.MSG_DONTWAIT);
    }

    /** One of those that came, to be read once. */
    Datagrams message(int index) {
        messages.readName(index, datagrams);
        datagrams.localHigh = 0;
        datagrams.localLow = 0;
        datagrams.localPort = 0;
        int segment = messages.readControl(index, datagrams);
        int length = messages.length(index);
        datagrams.fill(slots.offset(index), length, segment == 0 ? length : Math.min(segment, length));
        messages.toReceive(index);
        return datagrams;
    }

    /** With the loop. */
    void close() {
        slots.close();
    }
}
