package io.awe4lb.kernel.issue;

import io.awe4lb.kernel.config.IssuedConfig;
import io.awe4lb.kernel.config.IssuerConfig;
import io.awe4lb.kernel.store.IssuedFiles;
import io.awe4lb.kernel.tls.Issued;
import io.awe4lb.spi.CertificateIssuer;
import io.awe4lb.spi.IssuingException;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one issuer is asked for certificates, for one at a time, each when it is due. Whatever fails, the last certificate goes on and it is
 * asked again. One thread works; others look.
 */
final class Desk {

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final Duration IDLE = Duration.ofHours(1);

    private final CertificateIssuer issuer;
    private final Means means;
    private final IssueCounters counters;
    /** In the order of the configuration. Replaced by the thread that works. */
    private volatile Map<IssuedConfig, IssuedStatus> all;

    /**
     * What a desk works with.
     *
     * @param issued where certificates go
     * @param report hears what happened
     * @param clock says what is due
     * @param random so that many do not come at once
     */
    record Means(Issued issued, Report report, InstantSource clock, RandomGenerator random) {}

    /** @param wanted of this issuer */
    Desk(IssuerConfig config, List<IssuedConfig> wanted, Means means, IssueCounters counters) {
        this.issuer = config.create();
        this.means = means;
        this.counters = counters;
        Map<IssuedConfig, IssuedStatus> first = new LinkedHashMap<>();
        wanted.forEach(one -> first.put(one, begin(one)));
        this.all = first;
    }

    private IssuedStatus begin(IssuedConfig wanted) {
        Instant due = means.issued().certificate(wanted).map(this::renewal).orElse(Instant.EPOCH);
        Instant notBefore = notBefore(wanted);
        return new IssuedStatus(wanted, due.isAfter(notBefore) ? due : notBefore, 0, Optional.empty());
    }

    private Instant renewal(X509Certificate certificate) {
        return Timing.renewal(certificate, means.random());
    }

    List<IssuedStatus> status() {
        return List.copyOf(all.values());
    }

    /**
     * Asks for everything that is due.
     *
     * @return how long there is nothing to do
     */
    Duration work() throws InterruptedException {
        for (IssuedStatus status : status()) {
            if (!status.nextTry().isAfter(means.clock().instant())) {
                IssuedStatus next = ask(status);
                Map<IssuedConfig, IssuedStatus> changed = new LinkedHashMap<>(all);
                changed.put(next.wanted(), next);
                all = changed;
            }
        }
        Instant next = status().stream().map(IssuedStatus::nextTry).min(Instant::compareTo).orElse(Instant.MAX);
        Instant latest = means.clock().instant().plus(IDLE); // clocks are set, and machines sleep
        return Duration.between(means.clock().instant(), next.isBefore(latest) ? next : latest);
    }

    private IssuedStatus ask(IssuedStatus status) throws InterruptedException {
        IssuedConfig wanted = status.wanted();
        LOG.info("{}: {} is asked for a certificate", wanted.names(), wanted.issuer().id());
        try {
            means.issued().keep(wanted, issue(wanted));
            X509Certificate given = means.issued().certificate(wanted).orElseThrow();
            var next = new IssuedStatus(wanted, soonest(renewal(given)), 0, Optional.empty());
            counters.given();
            means.report().issued(next, given);
            return next;
        } catch (IssuingException refused) {
            LOG.debug("{}: no certificate from {}", wanted.names(), wanted.issuer().id(), refused);
            return failed(status, sentence(refused), refused.notBefore());
        } catch (IOException failure) {
            return failed(status, sentence(failure), Optional.empty());
        } catch (RuntimeException | LinkageError bug) {
            LOG.error("{}: no certificate from {}, by a bug of its plugin", wanted.names(), wanted.issuer().id(), bug);
            return failed(status, "its plugin failed with %s: report it to the plugin's author".formatted(bug), Optional.empty());
        }
    }

    /** The authority is told the answers for no longer. */
    private Identity issue(IssuedConfig wanted) throws IssuingException, InterruptedException {
        try (var answers = means.issued().challenges().open()) {
            return issuer.issue(Order.of(wanted, issuer.authority(), means.issued(), answers));
        }
    }

    private static String sentence(Exception failure) {
        return String.valueOf(failure.getMessage());
    }

    /** One that is over before it was given is not asked for without a pause. */
    private Instant soonest(Instant renewal) {
        Instant pause = means.clock().instant().plus(Timing.FIRST_PAUSE);
        return renewal.isAfter(pause) ? renewal : pause;
    }

    private IssuedStatus failed(IssuedStatus status, String why, Optional<Instant> notBefore) {
        counters.refused();
        int failures = status.failures() + 1;
        Instant now = means.clock().instant();
        Instant pause = now.plus(Timing.pause(failures, means.random()));
        Instant next = notBefore.filter(pause::isBefore).orElse(pause);
        Instant afterRestart = now.plus(Timing.FIRST_PAUSE);
        keepNotBefore(status.wanted(), notBefore.filter(afterRestart::isBefore).orElse(afterRestart));
        var failed = new IssuedStatus(status.wanted(), next, failures, Optional.of(why));
        means.report().failed(failed, means.issued().certificate(status.wanted()));
        return failed;
    }

    /** Whoever restarts a program again and again does not ask an authority as often. */
    private void keepNotBefore(IssuedConfig wanted, Instant time) {
        try {
            files().write(waiting(wanted), time.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            LOG.warn("{}: {}; after a restart it is asked for at once", wanted.names(), failure.getMessage());
        }
    }

    private Instant notBefore(IssuedConfig wanted) {
        try {
            return files().text(waiting(wanted)).map(Instant::parse).orElse(Instant.EPOCH);
        } catch (IOException | DateTimeException damaged) {
            LOG.warn("{}: {}: it is asked for at once", files().place(waiting(wanted)), damaged.getMessage());
            return Instant.EPOCH;
        }
    }

    private String waiting(IssuedConfig wanted) {
        return means.issued().name(wanted) + ".wait";
    }

    private IssuedFiles files() {
        return means.issued().files();
    }
}
