package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.pool.Health;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The samples of one pool, without its backends. */
final class PoolRows {

    private PoolRows() {}

    static void put(Sheet sheet, Pool pool) {
        String id = pool.id();
        List<PoolBackend> members = pool.members().all();
        Map<Health.Status, Integer> byHealth = new EnumMap<>(Health.Status.class);
        members.forEach(backend -> byHealth.merge(backend.health().status(), 1, Integer::sum));
        for (Health.Status status : Health.Status.values()) {
            sheet.put(Metric.POOL_BACKENDS, byHealth.getOrDefault(status, 0), id, status.word());
        }
        sheet.put(Metric.POOL_SERVING, members.stream().filter(PoolBackend::serves).count(), id);
        sheet.put(Metric.POOL_PANIC, pool.isPanicking() ? 1 : 0, id);
        sheet.put(Metric.POOL_NO_BACKEND, pool.noBackend(), id);
        sheet.put(Metric.POOL_QUEUED, pool.line().length(), id);
        sheet.put(Metric.DISCOVERY_RUNS, pool.discoveries().successes(), id, "succeeded");
        sheet.put(Metric.DISCOVERY_RUNS, pool.discoveries().failures(), id, "failed");
        sheet.put(Metric.DISCOVERY_FAILING, pool.discoveryFailure().isPresent() ? 1 : 0, id);
        TlsRows.put(sheet, pool);
        sheet.endOfThing();
    }
}
