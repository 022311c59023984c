package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.FlowLoop;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.listener.MachineAddresses;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.spi.Client;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** The TCP side of one event loop: who accepts there and what becomes a connection. On the loop. */
public final class TcpLoop {

    /**
     * A connection that is handed over has one descriptor until its new loop gets it a second one. As many as this may be on their way: more
     * could take all that are left, and wait for each other.
     */
    private static final int MOST_ON_THEIR_WAY = 16;

    private final FlowLoop flows;
    private final Accepting accepting;
    private final MachineAddresses machine = new MachineAddresses();
    private final AtomicInteger onTheirWay = new AtomicInteger();

    /**
     * Around a loop.
     *
     * @param flows where its connections live; not shared with another instance
     */
    public TcpLoop(FlowLoop flows) {
        this.flows = flows;
        this.accepting = new Accepting(flows.loop(), flows.counters(), flows.events());
    }

    FlowLoop flows() {
        return flows;
    }

    EventLoop loop() {
        return flows.loop();
    }

    int index() {
        return flows.index();
    }

    /** Where packets do not leave this machine. */
    MachineAddresses machine() {
        return machine;
    }

    Accepting accepting() {
        return accepting;
    }

    /**
     * Who should take a new connection. The system deals connections out by a hash, so that a few long ones can all fall on one loop.
     *
     * @param all loops, this one among them
     * @return this loop, or the one with the fewest connections if this one has more than half as many again
     */
    TcpLoop orLeastBusy(List<TcpLoop> all) {
        int own = flows.count();
        int fewest = own;
        TcpLoop least = this;
        for (TcpLoop loop : all) {
            int count = loop.flows.count();
            if (count < fewest) {
                fewest = count;
                least = loop;
            }
        }
        return own - fewest > fewest / 2 ? least : this;
    }

    /**
     * Takes a connection over from another loop. On that one.
     *
     * @param all loops
     * @return false if it should keep it, because descriptors are scarce or so many are on their way
     * @throws RejectedExecutionException if this loop has ended
     */
    boolean takeOver(Socket socket, Listener listener, List<TcpLoop> all) {
        for (TcpLoop loop : all) {
            if (loop.accepting.isShort()) {
                return false;
            }
        }
        if (onTheirWay.get() >= MOST_ON_THEIR_WAY) {
            return false;
        }
        onTheirWay.incrementAndGet();
        loop().execute(() -> {
            onTheirWay.decrementAndGet();
            open(socket, listener);
        });
        return true;
    }

    /** A client came. */
    void open(Socket socket, Listener listener) {
        Client client =
                socket.remoteAddress() instanceof InetSocketAddress inet ? Client.of(inet.getAddress(), inet.getPort()) : Client.local();
        Connection connection = new Connection(this, listener, socket, client);
        flows.add(connection);
        connection.open();
    }
}
