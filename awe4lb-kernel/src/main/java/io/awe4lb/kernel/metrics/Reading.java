package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.accesslog.AccessLogStats;
import io.awe4lb.kernel.admission.Overload;
import io.awe4lb.kernel.listener.FlowLoop;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.plugin.PluginInfo;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.stats.AcceptQueue;
import io.awe4lb.kernel.stats.FileDescriptors;
import io.awe4lb.kernel.stats.LocalPorts;
import io.awe4lb.kernel.stats.LoopCounters;
import io.awe4lb.kernel.stats.LoopStats;
import io.awe4lb.spi.MetricsSnapshot;
import io.awe4lb.spi.MetricsSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads everything that was counted. Any thread; keeps nothing but whether it has said that there is too much. */
final class Reading implements MetricsSource {

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    private static final double NANOS = 1e9;

    private final Means means;
    private volatile boolean isCut;

    /**
     * What is read.
     *
     * @param balancer what serves
     * @param config what is in force
     * @param plugins that were found
     * @param started when the process began
     * @param version of the program
     */
    record Means(Balancer balancer, LiveConfig config, PluginHost plugins, Instant started, String version) {}

    Reading(Means means) {
        this.means = means;
    }

    @Override
    public MetricsSnapshot read() {
        int mostSeries = means.balancer().config().metrics().maxSeries();
        Sheet sheet = new Sheet(mostSeries);
        process(sheet);
        accessLogs(sheet);
        loops(sheet, means.balancer().loops());
        means.plugins().plugins().forEach(plugin -> plugin(sheet, plugin));
        TlsRows.put(sheet, means.balancer().issuing());
        Map<String, AcceptQueue> queues = means.balancer().acceptQueues();
        means.balancer().listeners().forEach(listener -> ListenerRows.put(sheet, listener, Optional.ofNullable(queues.get(listener.id()))));
        means.balancer().pools().forEach(pool -> PoolRows.put(sheet, pool));
        int ports = LocalPorts.count();
        means.balancer().pools().forEach(pool -> pool.members().all().forEach(backend -> BackendRows.put(sheet, pool, backend, ports)));
        sayWhetherCut(sheet.leftOut(), mostSeries);
        return new MetricsSnapshot(Instant.now(), means.started(), sheet.families());
    }

    private void process(Sheet sheet) {
        sheet.put(Metric.BUILD_INFO, 1, means.version(), Runtime.version().toString(), means.balancer().transport());
        FileDescriptors.now().ifPresent(descriptors -> {
            sheet.put(Metric.FD_OPEN, descriptors.open());
            sheet.put(Metric.FD_LIMIT, descriptors.limit());
        });
        Overload overload = means.balancer().overload();
        for (Overload.Shortage what : Overload.Shortage.values()) {
            sheet.put(Metric.OVERLOAD, overload.shortages().contains(what) ? 1 : 0, what.word());
        }
        sheet.put(Metric.OVERLOAD_SHED_BELOW, overload.shedBelow());
        sheet.put(Metric.CONFIG_RELOADS, means.config().reloads().applications(), "applied");
        sheet.put(Metric.CONFIG_RELOADS, means.config().reloads().rejections(), "rejected");
        sheet.endOfThing();
    }

    private void accessLogs(Sheet sheet) {
        for (AccessLogStats log : means.balancer().accessLogs()) {
            sheet.put(Metric.ACCESS_LOG_WRITTEN, log.written(), log.target());
            sheet.put(Metric.ACCESS_LOG_DROPPED, log.dropped(), log.target());
            sheet.endOfThing();
        }
    }

    private static void loops(Sheet sheet, List<FlowLoop> loops) {
        sheet.put(Metric.BYTES, loops.stream().map(FlowLoop::counters).mapToLong(LoopCounters::bytesIn).sum(), Direction.IN);
        sheet.put(Metric.BYTES, loops.stream().map(FlowLoop::counters).mapToLong(LoopCounters::bytesOut).sum(), Direction.OUT);
        for (int i = 0; i < loops.size(); i++) {
            loop(sheet, String.valueOf(i), loops.get(i).stats());
        }
        sheet.endOfThing();
    }

    private static void loop(Sheet sheet, String index, LoopStats stats) {
        sheet.put(Metric.EVENTLOOP_BUSY, stats.busy().toNanos() / NANOS, index);
        sheet.put(Metric.EVENTLOOP_BUSY_RATIO, stats.busyRatio(), index);
        sheet.put(Metric.EVENTLOOP_LONGEST_ROUND, stats.longestRound().toNanos() / NANOS, index);
        sheet.put(Metric.EVENTLOOP_CONNECTIONS, stats.connections(), index);
        sheet.put(Metric.ACCEPT_FAILURES, stats.acceptFailures(), index);
        sheet.put(Metric.ACCEPT_PAUSES, stats.acceptPauses(), index);
    }

    private static void plugin(Sheet sheet, PluginInfo plugin) {
        for (PluginInfo.State state : PluginInfo.State.values()) {
            sheet.put(Metric.PLUGIN_STATE, plugin.state() == state ? 1 : 0, plugin.id(), state.word());
        }
        sheet.endOfThing();
    }

    private void sayWhetherCut(int leftOut, int mostSeries) {
        boolean now = leftOut > 0;
        if (now && !isCut) {
            LOG.warn("metrics: {} series are left out, because metrics.maxSeries is {}: raise it, or have fewer backends", leftOut,
                    mostSeries);
        }
        isCut = now;
    }
}
