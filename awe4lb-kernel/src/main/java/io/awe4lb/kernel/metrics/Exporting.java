package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.MetricsConfig;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.runtime.Participant;
import io.awe4lb.kernel.runtime.Prepared;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.MetricsExporterProvider;
import io.awe4lb.spi.MetricsPage;
import io.awe4lb.spi.MetricsSource;
import io.awe4lb.spi.Options;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exporters of metrics that the configuration names. They go along with every change of it: one whose entry does not change stays as it
 * is. At the start clients come first: where an exporter cannot be opened, it is tried again until it can.
 */
public final class Exporting implements Participant, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exporting.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Reading reading;
    private final Balancer balancer;
    private final Map<String, MetricsExporterProvider> providers;
    private final Duration again;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread trying = Thread.ofVirtual().name("metrics-again").unstarted(this::tryAgain);
    /** By id. Written by the control thread. */
    private volatile Map<String, Export> living = Map.of();
    private volatile Balancer.Participation place = () -> {};
    /** Why they are missing, as it was said last. */
    private String said = "";

    Exporting(Reading.Means means, Map<String, MetricsExporterProvider> providers, Duration again) {
        this.reading = new Reading(means);
        this.balancer = means.balancer();
        this.providers = providers;
        this.again = again;
    }

    /**
     * Made, with nobody exporting yet.
     *
     * @param balancer what serves
     * @param config what is in force
     * @param plugins that were found
     * @param started when the process began
     * @param version of the program
     * @return to be begun and closed
     */
    public static Exporting of(Balancer balancer, LiveConfig config, PluginHost plugins, Instant started, String version) {
        return new Exporting(new Reading.Means(balancer, config, plugins, started, version), plugins.providers().metricsExporters(), AGAIN);
    }

    /**
     * Begins to export what the configuration in force names, now or as soon as that is possible. Once.
     *
     * @return this
     */
    public Exporting begin() {
        try {
            place = balancer.join(this);
        } catch (ChangeException refused) {
            missing(refused);
            trying.start();
        }
        return this;
    }

    private void tryAgain() {
        try {
            boolean missing = true;
            while (missing && !closed.await(again.toNanos(), TimeUnit.NANOSECONDS)) {
                missing = !isJoined();
            }
        } catch (InterruptedException _) { // nobody wants it any more
            Thread.currentThread().interrupt();
        }
    }

    private boolean isJoined() {
        try {
            place = balancer.join(this);
            LOG.info("metrics: the exporters are there");
            balancer.events().publish(EventType.METRICS, Event.Severity.INFO, Subject.NONE, "", "the exporters are there");
            return true;
        } catch (ChangeException refused) {
            missing(refused);
            return false;
        }
    }

    private void missing(ChangeException refused) {
        String why = refused.getMessage();
        if (!why.equals(said)) {
            said = why;
            LOG.error("metrics: nothing is exported, which is tried again every {} s: {}", again.toSeconds(), why);
            balancer.events().publish(EventType.METRICS, Event.Severity.ERROR, Subject.NONE, "", "nothing is exported: " + why);
        }
    }

    /**
     * Everything that is measured. Any thread.
     *
     * @return read when it is asked
     */
    public MetricsSource source() {
        return reading;
    }

    /**
     * The metrics as a document. Any thread.
     *
     * @return of the first exporter that has one
     */
    public Optional<MetricsPage> page() {
        return living.values().stream().flatMap(export -> export.exporter().page().stream()).findFirst();
    }

    @Override
    public Prepared prepare(BalancerConfig next) throws ChangeException {
        Map<String, Export> now = living;
        Map<String, Export> after = new LinkedHashMap<>();
        List<Export> opened = new ArrayList<>();
        for (var entry : wanted(next.metrics()).entrySet()) {
            Export same = now.get(entry.getKey());
            if (same != null && same.config().equals(entry.getValue())) {
                after.put(entry.getKey(), same);
            } else {
                Export other = open(entry.getKey(), entry.getValue(), opened);
                opened.add(other);
                after.put(entry.getKey(), other);
            }
        }
        List<Export> gone = now.values().stream().filter(export -> !after.containsValue(export)).toList();
        return new Transition(Collections.unmodifiableMap(after), opened, gone);
    }

    private Export open(String id, ProviderConfig<MetricsExporterProvider> config, List<Export> opened) throws ChangeException {
        try {
            return Export.open(id, config, reading, new Told(id, balancer.events()));
        } catch (ChangeException refused) {
            opened.forEach(Export::close);
            throw refused;
        }
    }

    private Map<String, ProviderConfig<MetricsExporterProvider>> wanted(MetricsConfig config) {
        return config.exporters().orElseGet(() -> Optional.ofNullable(providers.get(MetricsConfig.DEFAULT_TYPE))
                .map(usual -> Map.of(MetricsConfig.DEFAULT_TYPE, new ProviderConfig<>(usual, Options.defaults())))
                .orElse(Map.of()));
    }

    /** From some exporters to others. */
    private final class Transition implements Prepared {

        private final Map<String, Export> after;
        private final List<Export> opened;
        private final List<Export> gone;

        Transition(Map<String, Export> after, List<Export> opened, List<Export> gone) {
            this.after = after;
            this.opened = opened;
            this.gone = gone;
        }

        @Override
        public void commit() {
            living = after;
        }

        @Override
        public void abandon() {
            opened.forEach(Export::close);
        }

        @Override
        public void retire() {
            opened.forEach(Export::start);
            gone.forEach(Export::close);
        }
    }

    /** Ends all exporters, and the tries. Idempotent; may block for a moment: those that send, send the last numbers. */
    @Override
    public void close() {
        closed.countDown();
        try {
            trying.join();
        } catch (InterruptedException _) { // whoever waits wants to go on
            Thread.currentThread().interrupt();
        }
        place.close();
        Map<String, Export> last = living;
        living = Map.of();
        last.values().forEach(Export::close);
    }
}
