package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.issue.Issuing;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.HandshakeCounters;
import io.awe4lb.kernel.stats.HandshakeStats;
import io.awe4lb.kernel.tls.ServedCertificate;
import java.time.Instant;

/** The samples of TLS: a part of those of its listener, pool or backend. */
final class TlsRows {

    private static final String NONE = "";
    private static final String FULL = "full";
    private static final String RESUMED = "resumed";
    private static final String FAILED = "failed";

    private TlsRows() {}

    static void put(Sheet sheet, Listener listener) {
        listener.termination().ifPresent(termination -> {
            HandshakeStats handshakes = listener.handshakes();
            for (String version : HandshakeCounters.VERSIONS) {
                sheet.put(Metric.TLS_HANDSHAKES, handshakes.full(version), listener.id(), FULL, version);
                sheet.put(Metric.TLS_HANDSHAKES, handshakes.resumed(version), listener.id(), RESUMED, version);
            }
            sheet.put(Metric.TLS_HANDSHAKES, handshakes.failed(), listener.id(), FAILED, NONE);
            sheet.put(Metric.TLS_HANDSHAKE_DURATION, handshakes.durations(), listener.id());
            Instant now = Instant.now();
            termination.certificates().forEach(certificate -> {
                expiry(sheet, certificate, listener.id(), NONE);
                termination.stapledUntil(certificate).ifPresent(until -> sheet.put(Metric.CERTIFICATE_STAPLED, now.isBefore(until) ? 1 : 0,
                        listener.id(), certificate.file().toString()));
            });
        });
    }

    static void put(Sheet sheet, Pool pool) {
        pool.origination().flatMap(origination -> origination.certificate())
                .ifPresent(certificate -> expiry(sheet, certificate, NONE, pool.id()));
    }

    static void put(Sheet sheet, Pool pool, PoolBackend backend) {
        if (pool.config().tls().isEmpty()) {
            return;
        }
        HandshakeStats handshakes = backend.handshakes();
        for (String version : HandshakeCounters.VERSIONS) {
            sheet.put(Metric.BACKEND_TLS_HANDSHAKES, handshakes.full(version), pool.id(), backend.id(), FULL, version);
            sheet.put(Metric.BACKEND_TLS_HANDSHAKES, handshakes.resumed(version), pool.id(), backend.id(), RESUMED, version);
        }
        sheet.put(Metric.BACKEND_TLS_HANDSHAKES, handshakes.failed(), pool.id(), backend.id(), FAILED, NONE);
        sheet.put(Metric.BACKEND_TLS_HANDSHAKE_DURATION, handshakes.durations(), pool.id(), backend.id());
    }

    static void put(Sheet sheet, Issuing issuing) {
        issuing.counters().forEach((issuer, counters) -> {
            sheet.put(Metric.CERTIFICATE_ORDERS, counters.issued(), issuer, "issued");
            sheet.put(Metric.CERTIFICATE_ORDERS, counters.failed(), issuer, FAILED);
        });
        issuing.status().forEach(status -> sheet.put(Metric.CERTIFICATE_FAILING, status.failures() > 0 ? 1 : 0,
                status.wanted().issuer().id(), status.wanted().names().getFirst()));
        sheet.endOfThing();
    }

    private static void expiry(Sheet sheet, ServedCertificate certificate, String listener, String pool) {
        sheet.put(Metric.CERTIFICATE_NOT_AFTER, certificate.certificate().getNotAfter().toInstant().getEpochSecond(), listener, pool,
                certificate.file().toString());
    }
}
