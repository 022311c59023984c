package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.stats.AcceptQueue;
import io.awe4lb.kernel.stats.ListenerStats;
import io.awe4lb.spi.EndReason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The samples of one listener. */
final class ListenerRows {

    private static final String TCP = "tcp";

    /** Decisions of awe4lb, before a backend is asked. */
    private static final Set<EndReason> REJECTIONS = EnumSet.of(EndReason.NO_BACKEND, EndReason.NO_ROUTE, EndReason.DENIED, EndReason.LIMIT,
            EndReason.RATE_LIMITED, EndReason.TLS_HANDSHAKE_FAILED, EndReason.PROXY_PROTOCOL_INVALID, EndReason.RESOURCE_EXHAUSTED);

    private ListenerRows() {}

    /** Also those reasons that never occurred: a rate over a counter that was not there at zero misses its first step. */
    static void put(Sheet sheet, Listener listener, Optional<AcceptQueue> queue) {
        ListenerStats stats = listener.stats();
        String id = listener.id();
        sheet.put(Metric.ACCEPTED, stats.accepted(), id, TCP);
        sheet.put(Metric.ACTIVE, stats.active(), id, TCP);
        queue.ifPresent(waiting -> {
            sheet.put(Metric.ACCEPT_QUEUE, waiting.waiting(), id, TCP);
            sheet.put(Metric.ACCEPT_QUEUE_LIMIT, waiting.limit(), id, TCP);
            sheet.put(Metric.ACCEPT_QUEUE_DROPPED, waiting.dropped(), id, TCP);
        });
        for (EndReason reason : EndReason.values()) {
            long count = stats.closed().getOrDefault(reason, 0L);
            sheet.put(Metric.CLOSED, count, id, TCP, reason.word());
            if (REJECTIONS.contains(reason)) {
                sheet.put(Metric.REJECTED, count, id, TCP, reason.word());
            }
        }
        sheet.put(Metric.LISTENER_BYTES, stats.bytesIn(), id, TCP, Direction.IN);
        sheet.put(Metric.LISTENER_BYTES, stats.bytesOut(), id, TCP, Direction.OUT);
        sheet.put(Metric.SESSION_DURATION, listener.durations(), id, TCP);
        sheet.endOfThing();
    }
}
