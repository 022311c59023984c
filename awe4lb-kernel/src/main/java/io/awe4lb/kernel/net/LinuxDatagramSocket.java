package io.awe4lb.kernel.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A descriptor of datagrams that is connected. Level-triggered: what one read leaves is told again. */
final class LinuxDatagramSocket extends Descriptor implements DatagramSocket {

    private static final int FLAGS = LinuxConstants.MSG_NOSIGNAL | LinuxConstants.MSG_DONTWAIT;
    /** A read of so many messages is worth asking the system to join them from now on. */
    private static final int BURST = 8;

    private final LinuxEventLoop loop;
    private final int largest;
    private @Nullable DatagramHandler handler;
    private int mostJoined = DatagramOptions.LARGEST;
    private boolean asksToJoin;
    /** Whether several come at once: then they are read so. */
    private boolean isBursty;

    private int lastRound;

    LinuxDatagramSocket(LinuxEventLoop loop, int fd, int largest, DatagramHandler handler) {
        super(fd);
        this.loop = loop;
        this.largest = largest;
        this.handler = handler;
    }

    /** One that is ready again at once has more than the one that was read. */
    @Override
    void onEvents(int events) {
        isBursty |= lastRound + 1 == loop.round();
        lastRound = loop.round();
        if (isBursty) {
            readMany(loop.replies());
        } else {
            readOne(loop.replies());
        }
    }

    private void readOne(DatagramReplies replies) {
        long length = replies.receiveOne(fd);
        if (length < 0) {
            readFailed("recv", length);
        } else {
            deliver(replies.one((int) length));
        }
    }

    private void readMany(DatagramReplies replies) {
        int count = replies.receive(fd);
        if (count < 0) {
            readFailed("recvmmsg", count);
            return;
        }
        isBursty = count > 1 || asksToJoin; // joined ones say their size beside
        if (count >= BURST && !asksToJoin) {
            asksToJoin = true;
            loop.joinDatagrams(fd);
        }
        for (int i = 0; i < count; i++) {
            deliver(replies.message(i));
        }
    }

    private void readFailed(String call, long result) {
        if (!Errno.EAGAIN.is(result) && !Errno.EINTR.is(result)) {
            refused(call, result, 0);
        }
    }

    private void deliver(Datagrams datagrams) {
        DatagramHandler handler = this.handler;
        if (handler != null) {
            datagrams.deliver(handler, largest);
        }
    }

    /** @param unsent datagrams that this costs @return where the handler sends them instead; null: they are lost */
    @Nullable LinuxDatagramSocket refused(String call, long result, int unsent) {
        DatagramHandler handler = this.handler;
        if (handler == null) {
            return null;
        }
        try {
            int sent = unsent == 0 || Errno.ECONNREFUSED.is(result) ? 1 : 0;
            return (LinuxDatagramSocket) handler.onRefused(new Refusal(Errno.exception(call, result), sent, unsent));
        } catch (RuntimeException | Error bug) {
            handler.onBug(bug);
            return null;
        }
    }

    @Override
    public void pass(Datagrams datagrams) {
        if (handler != null) {
            loop.passing().add(this, datagrams);
        }
    }

    @Override
    public void send(ByteBuffer datagram) {
        if (handler == null) {
            return;
        }
        long result = loop.libc().send(fd, NativeBuffer.addressOf(datagram), datagram.remaining(), FLAGS);
        if (result < 0 && Errno.isUnsent(result)) {
            unsent(1);
        } else if (result < 0) {
            refused("send", result, 1);
        }
    }

    int mostJoined() {
        return mostJoined;
    }

    /** The system does not take datagrams of this size apart. */
    void joinLess(int size) {
        mostJoined = Math.min(mostJoined, size - 1);
    }

    void unsent(int count) {
        DatagramHandler handler = this.handler;
        if (handler != null) {
            handler.onUnsent(count);
        }
    }

    /**
     * @param hadPort whether it was bound to a port before: what came there was anybody's, and is not of this peer
     * @throws ExhaustedException when this machine has no port or memory left
     */
    void connect(long address, int length, boolean hadPort) throws IOException {
        int result = loop.libc().connect(fd, address, length);
        if (result < 0) {
            IOException failure = Errno.exception("connect", result);
            boolean noPort = Errno.EADDRNOTAVAIL.is(result) || Errno.EAGAIN.is(result) || Errno.isExhaustion(result);
            throw noPort ? new ExhaustedException(failure) : failure;
        }
        if (hadPort) {
            forgetWhatCame();
        }
        try {
            loop.add(this, LinuxConstants.EPOLLIN);
        } catch (IOException noMemory) {
            throw new ExhaustedException(noMemory);
        }
    }

    private void forgetWhatCame() {
        long nowhere = loop.buffer().position(); // no byte is written there
        long result = 0;
        while (result >= 0) {
            result = loop.libc().recv(fd, nowhere, 0, LinuxConstants.MSG_DONTWAIT);
        }
    }

    @Override
    public void close() {
        if (handler == null) {
            return;
        }
        handler = null; // who closes it wants to hear of nothing, not even that what waits cannot be sent
        loop.flushPassing(this);
        loop.remove(this);
        loop.libc().close(fd);
    }
}
