package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a client, kept as they came. A client that has sent nothing holds no buffer; what comes grows into larger ones, so that
 * announcing much costs nobody memory. On the loop.
 */
final class Head {

    private final EventLoop loop;
    /** What has come, up to its position; null: nothing. */
    private @Nullable Loan loan;

    /** @param read what has come already, flipped; this one's from now on; null: nothing */
    Head(EventLoop loop, @Nullable Loan read) {
        this.loop = loop;
        this.loan = read;
        if (read != null) {
            read.bytes().compact();
        }
    }

    /** Forgets the first bytes. */
    void skip(int count) {
        Loan all = loan;
        if (all == null || all.bytes().position() == count) {
            giveBack();
        } else {
            all.bytes().flip().position(count);
            all.bytes().compact();
        }
    }

    /**
     * Reads what is there.
     *
     * @return whether the client goes on
     * @throws IOException if the connection was reset
     */
    boolean read(Socket socket) throws IOException {
        Loan room = room();
        int count = socket.read(room);
        if (room.bytes().position() == 0) {
            giveBack();
        }
        return count >= 0;
    }

    /** A buffer with room for more. */
    private Loan room() {
        Loan last = loan;
        if (last != null && last.bytes().hasRemaining()) {
            return last;
        }
        Loan larger = loop.buffers().lend(last == null ? 1 : last.bytes().capacity() + 1);
        if (last != null) {
            larger.bytes().put(last.bytes().flip());
            loop.buffers().giveBack(last);
        }
        loan = larger;
        return larger;
    }

    int length() {
        return loan == null ? 0 : loan.bytes().position();
    }

    /** What has come, to be looked at. Only if that is more than nothing. */
    ByteBuffer bytes() {
        if (loan == null) {
            throw new IllegalStateException("nothing has come");
        }
        return loan.bytes().duplicate().flip();
    }

    /** Everything that has come, the caller's to give back; null: nothing. */
    @Nullable Loan take() {
        Loan taken = loan;
        loan = null;
        if (taken != null) {
            taken.bytes().flip();
        }
        return taken;
    }

    void giveBack() {
        if (loan != null) {
            loop.buffers().giveBack(loan);
            loan = null;
        }
    }
}
