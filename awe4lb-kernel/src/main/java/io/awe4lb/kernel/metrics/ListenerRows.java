package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.config.LimitsConfig;
import io.awe4lb.kernel.config.OnLimit;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.stats.AcceptQueue;
import io.awe4lb.kernel.stats.DatagramStats;
import io.awe4lb.kernel.stats.ListenerStats;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.awe4lb.spi.EndReason;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The samples of one listener. */
final class ListenerRows {

    /** Decisions of awe4lb, before a backend is asked. */
    private static final Set<EndReason> REJECTIONS = EnumSet.of(EndReason.NO_BACKEND, EndReason.NO_ROUTE, EndReason.DENIED, EndReason.LIMIT,
            EndReason.RATE_LIMITED, EndReason.TLS_HANDSHAKE_FAILED, EndReason.PROXY_PROTOCOL_INVALID, EndReason.RESOURCE_EXHAUSTED);

    private ListenerRows() {}

    /** Also those reasons that never occurred: a rate over a counter that was not there at zero misses its first step. */
    static void put(Sheet sheet, Listener listener, Optional<AcceptQueue> queue) {
        ListenerStats stats = listener.stats();
        String id = listener.id();
        String protocol = listener.config().spoken().word();
        sheet.put(Metric.ACCEPTED, stats.accepted(), id, protocol);
        sheet.put(Metric.ACTIVE, stats.active(), id, protocol);
        queue.ifPresent(waiting -> {
            sheet.put(Metric.ACCEPT_QUEUE, waiting.waiting(), id, protocol);
            sheet.put(Metric.ACCEPT_QUEUE_LIMIT, waiting.limit(), id, protocol);
            sheet.put(Metric.ACCEPT_QUEUE_DROPPED, waiting.dropped(), id, protocol);
        });
        for (EndReason reason : EndReason.values()) {
            long count = stats.closed().getOrDefault(reason, 0L);
            sheet.put(Metric.CLOSED, count, id, protocol, reason.word());
            if (REJECTIONS.contains(reason)) {
                sheet.put(Metric.REJECTED, count, id, protocol, reason.word());
            }
        }
        putLimits(sheet, listener, id, protocol);
        sheet.put(Metric.LISTENER_BYTES, stats.bytesIn(), id, protocol, Direction.IN);
        sheet.put(Metric.LISTENER_BYTES, stats.bytesOut(), id, protocol, Direction.OUT);
        sheet.put(Metric.SESSION_DURATION, listener.durations(), id, protocol);
        if (!listener.config().routes().isEmpty()) {
            listener.routes().all().forEach(
                    route -> sheet.put(Metric.ROUTE_CONNECTIONS, route.connections(), id, route.name(), route.pool().id()));
        }
        TlsRows.put(sheet, listener);
        if (listener.config().protocol() == Protocol.UDP) {
            datagrams(sheet, id, stats, listener.datagrams());
        }
        sheet.endOfThing();
    }

    private static void putLimits(Sheet sheet, Listener listener, String id, String protocol) {
        LimitsConfig limits = listener.config().admission().limits();
        if (limits.connections() > 0) {
            sheet.put(Metric.CONNECTIONS_LIMIT, limits.connections(), id, protocol);
        }
        if (limits.onLimit() instanceof OnLimit.DryRun) {
            for (EndReason reason : List.of(EndReason.LIMIT, EndReason.RATE_LIMITED)) {
                sheet.put(Metric.DRY_RUN, listener.dryRuns(reason), id, protocol, reason.word());
            }
        }
    }

    private static void datagrams(Sheet sheet, String id, ListenerStats stats, DatagramStats datagrams) {
        sheet.put(Metric.UDP_SESSIONS, stats.active(), id);
        sheet.put(Metric.UDP_DATAGRAMS, datagrams.in(), id, Direction.IN);
        sheet.put(Metric.UDP_DATAGRAMS, datagrams.out(), id, Direction.OUT);
        datagrams.dropped().forEach((reason, count) -> sheet.put(Metric.UDP_DROPPED, count, id, reason.word()));
    }
}
