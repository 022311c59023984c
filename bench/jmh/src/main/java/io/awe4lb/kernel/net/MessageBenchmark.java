package io.awe4lb.kernel.net;

import io.awe4lb.bench.Allocates;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is done in the system's structures for one datagram and its answer, without the system. */
@State(Scope.Thread)
public class MessageBenchmark {

    private final MessageVector messages = new MessageVector(64);
    private final Datagrams datagrams = Came.from(4711);
    private final DatagramPeer peer = datagrams.peer();
    private final Joining joining = new Joining();
    private int next;

    /** @return for JMH, so that it is not left out */
    @Benchmark
    @Allocates(bytes = 0)
    public int questionAndAnswer() {
        int message = next++ & 63;
        messages.writeName(message, peer, true);
        messages.toReceive(message);
        messages.readName(message, datagrams);
        int segment = messages.readControl(message, datagrams);
        datagrams.fill(0, 1);
        joining.begin(datagrams);
        messages.writeName(message, peer, false);
        messages.writeControl(message, peer, false, joining.segment());
        return segment;
    }
}
