package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.FlowLoop;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.Socket;
import java.util.concurrent.CompletableFuture;

/** A connection that did not come through a listening socket. */
public final class Opening {

    private Opening() {}

    /** Gives a loop the connection as if the listener had accepted it. Waits for the loop. */
    public static void open(FlowLoop flows, Listener listener, Socket socket) {
        CompletableFuture.runAsync(() -> new TcpLoop(flows).open(socket, listener), flows.loop()).join();
    }
}
