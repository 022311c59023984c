package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.config.UdpConfig;
import io.awe4lb.kernel.listener.EndedFlow;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.Datagrams;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.ListenerCounters;
import io.awe4lb.spi.ConnectionRecord.Udp;
import org.jspecify.annotations.Nullable;

/** What moved in a session, and whose turn it is. Counts it for the listener, the backend and the loop, too. On one loop. */
final class Tally {

    private final UdpLoop loop;
    private long requests;
    private long answers;
    private long bytesIn;
    private long bytesOut;
    /** By the loop's clock. */
    private long lastMoved;
    private boolean isBackendsTurn;
    /** Nanoseconds from the session's begin until a backend was there, and from there to its first answer. */
    private long opened = EndedFlow.NEVER;

    private long firstAnswer = EndedFlow.NEVER;

    Tally(UdpLoop loop) {
        this.loop = loop;
        this.lastMoved = loop.loop().now();
    }

    void opened(long age) {
        opened = age;
    }

    /** Datagrams of the client are passed on. */
    void requested(Datagrams datagrams, Listener listener, @Nullable PoolBackend backend) {
        int count = datagrams.count();
        int bytes = datagrams.bytes();
        requests += count;
        bytesIn += bytes;
        isBackendsTurn = true;
        ListenerCounters counters = listener.counters(loop.index());
        counters.datagrams().moved(count, 0);
        moved(bytes, 0, counters, backend);
    }

    /** Datagrams of the backend are passed on. @param age of the session */
    void answered(Datagrams datagrams, Listener listener, @Nullable PoolBackend backend, long age) {
        int count = datagrams.count();
        int bytes = datagrams.bytes();
        answers += count;
        bytesOut += bytes;
        isBackendsTurn = false;
        firstAnswer = firstAnswer == EndedFlow.NEVER ? age - opened : firstAnswer;
        ListenerCounters counters = listener.counters(loop.index());
        counters.datagrams().moved(0, count);
        moved(0, bytes, counters, backend);
    }

    private void moved(int in, int out, ListenerCounters counters, @Nullable PoolBackend backend) {
        lastMoved = loop.loop().now();
        counters.moved(in, out);
        loop.flows().counters().moved(in, out);
        if (backend != null) {
            backend.counters(loop.index()).moved(in, out);
        }
    }

    /** How many datagrams may still come from the client. */
    long room(UdpConfig config) {
        return config.maxRequests().isPresent() ? Math.max(0, config.maxRequests().getAsInt() - requests) : Long.MAX_VALUE;
    }

    /** How many answers are still waited for. */
    long due(UdpConfig config) {
        return config.maxResponses().isPresent() ? Math.max(0, requests * config.maxResponses().getAsInt() - answers) : Long.MAX_VALUE;
    }

    long lastMoved() {
        return lastMoved;
    }

    boolean isBackendsTurn() {
        return isBackendsTurn;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    EndedFlow.Measures measures() {
        return new EndedFlow.Measures(EndedFlow.NEVER, opened, EndedFlow.NEVER, firstAnswer, bytesIn, bytesOut, null, null,
                new Udp(requests, answers));
    }
}
