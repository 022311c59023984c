package io.awe4lb.kernel.net;

import org.jspecify.annotations.Nullable;

/**
 * Takes in what backends have sent and sends it to clients: all answers of one round, whoever they are for, in one call of the system. One a
 * loop.
 *
 * <p>Datagrams stay where they were read until they are sent. Several for the same client go as one message where their sizes allow it.
 */
final class DatagramReplies {

    private static final int SLOTS = 128;
    /** Messages of one backend a call, so that one cannot starve others. */
    private static final int MOST_READ = 16;
    private static final int FLAGS = LinuxConstants.MSG_NOSIGNAL | LinuxConstants.MSG_DONTWAIT;

    private final LibC libc;
    private final DatagramSlots slots;
    private final MessageVector incoming = new MessageVector(MOST_READ);
    private final MessageVector outgoing = new MessageVector(SLOTS);
    private final MessageVector alone = new MessageVector(1);
    private final Datagrams datagrams;
    /** Slots that hold what this round has read; those of the last read begin at {@link #lastRead}. */
    private int slotsUsed;

    private int lastRead;

    // messages that wait to be sent
    private int messages;
    private int iovecsUsed;
    private final DatagramPeer[] peers = new DatagramPeer[SLOTS];
    private final int[] firstIovecs = new int[SLOTS];
    /** How many datagrams each message is, and bytes of each of them. */
    private final int[] counts = new int[SLOTS];

    private final int[] sizes = new int[SLOTS];
    private final Joining last = new Joining();
    private @Nullable LinuxReplySocket by;

    DatagramReplies(LibC libc) {
        this.libc = libc;
        this.slots = new DatagramSlots(libc, SLOTS);
        this.datagrams = new Datagrams(slots.bytes());
        for (int i = 0; i < MOST_READ; i++) {
            incoming.toReceive(i);
        }
    }

    /** @return how many messages came, or the negative number of an error */
    int receive(int fd) {
        if (slotsUsed + MOST_READ > SLOTS) {
            flush();
        }
        for (int i = 0; i < MOST_READ; i++) {
            incoming.iovec(i, slots.address(slotsUsed + i), DatagramSlots.ROOM);
        }
        int count = libc.recvmmsg(fd, incoming.address(0), MOST_READ, LinuxConstants.MSG_DONTWAIT);
        lastRead = slotsUsed;
        slotsUsed += Math.max(0, count);
        return count;
    }

    /** Reads one datagram, which costs less than asking for many. @return its bytes, or the negative number of an error */
    long receiveOne(int fd) {
        if (slotsUsed == SLOTS) {
            flush();
        }
        lastRead = slotsUsed;
        long length = libc.recv(fd, slots.address(slotsUsed), DatagramSlots.ROOM, LinuxConstants.MSG_DONTWAIT);
        slotsUsed += length < 0 ? 0 : 1;
        return length;
    }

    /** The one that came last. */
    Datagrams one(int length) {
        datagrams.fill(slots.offset(lastRead), length);
        return datagrams;
    }

    /** One of those that came last, to be read once. */
    Datagrams message(int index) {
        int segment = incoming.readControl(index, datagrams);
        int length = incoming.length(index);
        datagrams.fill(slots.offset(lastRead + index), length, segment == 0 ? length : Math.min(segment, length));
        incoming.toReceive(index);
        return datagrams;
    }

    void add(LinuxReplySocket to, DatagramPeer client, Datagrams answer) {
        if (to != by) {
            send();
            by = to;
        }
        boolean isMore = messages > 0 && client == peers[messages - 1] && last.add(answer, to.mostJoined());
        if (!isMore) {
            complete(to);
            last.begin(answer);
            peers[messages] = client;
            firstIovecs[messages] = iovecsUsed;
            messages++;
        }
        outgoing.iovec(iovecsUsed++, answer.memoryAddress(), answer.length);
    }

    /** The last message gets no more. */
    private void complete(LinuxReplySocket to) {
        if (messages == 0) {
            return;
        }
        int message = messages - 1;
        outgoing.iovecs(message, firstIovecs[message], iovecsUsed - firstIovecs[message]);
        outgoing.writeName(message, peers[message], to.isIpv6);
        outgoing.writeControl(message, peers[message], to.isIpv6, last.segment());
        counts[message] = last.segments();
        sizes[message] = last.size();
    }

    /** Sends what waits and frees the slots. At the end of each round. */
    void flush() {
        send();
        slotsUsed = 0;
    }

    /** Sends what waits for this one before it is closed. */
    void send(LinuxReplySocket socket) {
        if (socket == by) {
            send();
        }
    }

    /** Sends what waits. */
    private void send() {
        LinuxReplySocket to = by;
        if (to == null) {
            return;
        }
        complete(to);
        int total = messages;
        messages = 0;
        for (int sent = 0; sent < total;) {
            int count = libc.sendmmsg(to.fd, outgoing.address(sent), total - sent, FLAGS);
            if (count > 0) {
                sent += count;
            } else if (!Errno.EINTR.is(count)) { // says how the first one failed
                failed(to, sent++, count);
            }
        }
        iovecsUsed = 0;
        by = null;
    }

    private void failed(LinuxReplySocket to, int message, int error) {
        if (counts[message] > 1 && Errno.isNotSegmented(error)) {
            to.joinLess(sizes[message]);
            sendApart(to, message);
        } else {
            to.unsent(counts[message]);
        }
    }

    private void sendApart(LinuxReplySocket to, int message) {
        int end = firstIovecs[message] + outgoing.iovecCount(message);
        alone.writeName(0, peers[message], to.isIpv6);
        alone.writeControl(0, peers[message], to.isIpv6, 0);
        int unsent = 0;
        for (int i = firstIovecs[message]; i < end; i++) {
            long length = outgoing.iovecLength(i);
            for (long at = 0; at < length; at += sizes[message]) {
                alone.iovec(0, outgoing.iovecAddress(i) + at, Math.min(sizes[message], length - at));
                unsent += libc.sendmmsg(to.fd, alone.address(0), 1, FLAGS) == 1 ? 0 : 1;
            }
        }
        if (unsent > 0) {
            to.unsent(unsent);
        }
    }

    /** With the loop. */
    void close() {
        slots.close();
    }
}
