package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.pool.Health;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.pool.SourcePorts;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.BackendStats;
import io.awe4lb.kernel.stats.CheckCounters;
import io.awe4lb.spi.EndReason;
import java.util.List;

/** The samples of one backend: the many. */
final class BackendRows {

    /** What a connect can fail with. */
    private static final List<EndReason> CONNECT_ERRORS = List.of(EndReason.BACKEND_REFUSED, EndReason.BACKEND_CONNECT_TIMEOUT);
    /** The same where the pool speaks TLS. */
    private static final List<EndReason> TLS_CONNECT_ERRORS =
            List.of(EndReason.BACKEND_REFUSED, EndReason.BACKEND_CONNECT_TIMEOUT, EndReason.BACKEND_TLS_FAILED);

    private BackendRows() {}

    /** @param ports that the system chooses from for connections of this machine */
    static void put(Sheet sheet, Pool pool, PoolBackend backend, int ports) {
        states(sheet, pool.id(), backend);
        counters(sheet, pool, backend);
        SourcePorts.limit(pool.config().connect(), backend, ports)
                .ifPresent(most -> sheet.put(Metric.BACKEND_SOURCE_PORTS, most, pool.id(), backend.id()));
        TlsRows.put(sheet, pool, backend);
        if (pool.config().healthCheck().isPresent()) {
            checks(sheet, pool.id(), backend);
        }
        sheet.endOfThing();
    }

    private static void states(Sheet sheet, String pool, PoolBackend backend) {
        Health.Status health = backend.health().status();
        for (Health.Status status : Health.Status.values()) {
            sheet.put(Metric.BACKEND_STATE, status == health ? 1 : 0, pool, backend.id(), status.word());
        }
        AdminState wanted = backend.adminStatus().state();
        for (AdminState state : AdminState.values()) {
            sheet.put(Metric.BACKEND_ADMIN_STATE, state == wanted ? 1 : 0, pool, backend.id(), state.word());
        }
        sheet.put(Metric.BACKEND_EJECTED, backend.isEjected() ? 1 : 0, pool, backend.id());
        sheet.put(Metric.BACKEND_SERVES, backend.serves() ? 1 : 0, pool, backend.id());
        sheet.put(Metric.BACKEND_WEIGHT, backend.wantedWeight() * backend.share(), pool, backend.id());
    }

    private static void counters(Sheet sheet, Pool of, PoolBackend backend) {
        String pool = of.id();
        BackendStats stats = backend.stats();
        String id = backend.id();
        sheet.put(Metric.BACKEND_ACTIVE, stats.active(), pool, id);
        sheet.put(Metric.BACKEND_CONNECTIONS, stats.connections(), pool, id);
        List<EndReason> reasons = of.config().tls().isPresent() ? TLS_CONNECT_ERRORS : CONNECT_ERRORS;
        reasons.forEach(reason -> sheet.put(Metric.CONNECT_ERRORS, stats.connectErrors().getOrDefault(reason, 0L), pool, id,
                reason.word()));
        sheet.put(Metric.RETRIES, stats.retries(), pool, id);
        sheet.put(Metric.BACKEND_BYTES, stats.bytesIn(), pool, id, Direction.IN);
        sheet.put(Metric.BACKEND_BYTES, stats.bytesOut(), pool, id, Direction.OUT);
        sheet.put(Metric.CONNECT_DURATION, backend.durations(), pool, id);
    }

    private static void checks(Sheet sheet, String pool, PoolBackend backend) {
        CheckCounters checks = backend.checks();
        sheet.put(Metric.HEALTHCHECK_RUNS, checks.passed(), pool, backend.id(), "passed");
        sheet.put(Metric.HEALTHCHECK_RUNS, checks.failed(), pool, backend.id(), "failed");
        sheet.put(Metric.HEALTHCHECK_RUNS, checks.inconclusive(), pool, backend.id(), "inconclusive");
        sheet.put(Metric.HEALTHCHECK_TRANSITIONS, checks.changes(), pool, backend.id());
    }
}
