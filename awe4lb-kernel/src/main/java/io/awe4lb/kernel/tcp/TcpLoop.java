package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.FlowLoop;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.spi.Client;
import java.net.InetSocketAddress;
import java.util.List;

/** The TCP side of one event loop: who accepts there and what becomes a connection. On the loop. */
public final class TcpLoop {

    private final FlowLoop flows;
    private final Accepting accepting;

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

    /** A client came. */
    void open(Socket socket, Listener listener) {
        Client client =
                socket.remoteAddress() instanceof InetSocketAddress inet ? Client.of(inet.getAddress(), inet.getPort()) : Client.local();
        Connection connection = new Connection(this, listener, socket, client);
        flows.add(connection);
        connection.open();
    }
}
