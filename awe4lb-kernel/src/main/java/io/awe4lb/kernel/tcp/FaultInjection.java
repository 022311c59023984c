package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.Fault;
import io.awe4lb.kernel.listener.Faults;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.Timer;
import io.awe4lb.spi.EndReason;

/** What is done to one connection by a fault that it has drawn: stands between both sockets and the relay. On the connection's loop. */
final class FaultInjection extends Timer {

    private final Connection connection;
    private final Faults faults;
    private final Fault fault;
    private long sentToClient;

    FaultInjection(Connection connection, Fault fault) {
        this.connection = connection;
        this.faults = connection.listener().faults();
        this.fault = fault;
        fault.resetAfter().ifPresent(after -> loop().timers().schedule(this, loop().now() + after.toNanos()));
    }

    Socket client(Socket socket) {
        return new FaultySocket(socket, this, false);
    }

    Socket backend(Socket socket) {
        return new FaultySocket(socket, this, true);
    }

    EventLoop loop() {
        return connection.owner().loop();
    }

    Fault fault() {
        return fault;
    }

    boolean holds() {
        return faults.holds(fault);
    }

    /** How much the client may still get. */
    long roomToClient() {
        return fault.limitData().isPresent() ? Math.max(0, fault.limitData().getAsLong() - sentToClient) : Long.MAX_VALUE;
    }

    /** Whether the client has got all that it is to get. */
    boolean isAtEnd() {
        return roomToClient() == 0 && holds();
    }

    /** The client will get this, and then perhaps no more. */
    void toClient(int count) {
        sentToClient += count;
        if (isAtEnd()) {
            loop().execute(() -> connection.guardedly(() -> connection.close(EndReason.FAULT_INJECTED)));
        }
    }

    @Override
    protected void onTimeout() {
        if (holds()) {
            connection.guardedly(() -> connection.tear(EndReason.FAULT_INJECTED));
        }
    }

    /** A socket is closed: the connection has ended. */
    void ended() {
        loop().timers().cancel(this);
    }
}
