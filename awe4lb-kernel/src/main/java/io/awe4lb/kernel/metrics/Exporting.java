package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.MetricsConfig;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.runtime.MetricsDocument;
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
 * is. At the start clients come first: an exporter that cannot be opened refuses nothing, and is tried again until it can.
 */
public final class Exporting implements Participant, MetricsDocument, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exporting.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Reading reading;
    private final Balancer balancer;
    private final Map<String, MetricsExporterProvider> providers;
    private final Duration again;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread trying = Thread.ofVirtual().name("metrics-again").unstarted(this::tryAgain);
    /** By id. Written by the control thread, as the next one. */
    private volatile Map<String, Export> living = Map.of();
    /** Those that are wanted since the start and could not be opened yet, by id. */
    private volatile Map<String, Missing> missing = Map.of();
    private volatile Balancer.Participation place = () -> {};
    /** Until the first ones are there: one that cannot be opened refuses nothing. */
    private boolean isStarting = true;

    /**
     * One that could not be opened.
     *
     * @param config that it would be made of
     * @param why in a sentence
     */
    private record Missing(ProviderConfig<MetricsExporterProvider> config, String why) {}

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
     * Begins to export what the configuration in force names, each as soon as that is possible. Once.
     *
     * @return this
     */
    public Exporting begin() {
        try {
            place = balancer.join(this);
        } catch (ChangeException refused) {
            LOG.error("metrics: nothing is exported", refused);
        }
        isStarting = false;
        if (!missing.isEmpty()) {
            missing.forEach(this::tellMissing);
            trying.start();
        }
        return this;
    }

    private void tellMissing(String id, Missing one) {
        LOG.error("metrics: exporter {} is missing, and tried again every {} s: {}", id, again.toSeconds(), one.why());
        balancer.events().publish(EventType.METRICS, Event.Severity.ERROR, Subject.NONE, "",
                "exporter %s is missing: %s".formatted(id, one.why()));
    }

    private void tryAgain() {
        try {
            while (!missing.isEmpty() && !closed.await(again.toNanos(), TimeUnit.NANOSECONDS)) {
                tryOnce();
            }
        } catch (InterruptedException _) { // nobody wants it any more
            Thread.currentThread().interrupt();
        }
    }

    private void tryOnce() {
        Map<String, Missing> before = missing;
        try {
            balancer.again(this);
        } catch (ChangeException refused) {
            LOG.debug("metrics: no exporter is tried now", refused);
        }
        Map<String, Missing> after = missing;
        after.forEach((id, one) -> {
            if (before.get(id) instanceof Missing last && !last.why().equals(one.why())) {
                tellMissing(id, one);
            }
        });
        before.keySet().stream().filter(id -> !after.containsKey(id) && living.containsKey(id)).forEach(this::tellThere);
    }

    private void tellThere(String id) {
        LOG.info("metrics: exporter {} is there", id);
        balancer.events().publish(EventType.METRICS, Event.Severity.INFO, Subject.NONE, "", "exporter " + id + " is there");
    }

    /**
     * Everything that is measured. Any thread.
     *
     * @return read when it is asked
     */
    public MetricsSource source() {
        return reading;
    }

    @Override
    public Optional<MetricsPage> page() {
        return living.values().stream().flatMap(export -> export.exporter().page().stream()).findFirst();
    }

    @Override
    public List<String> missing() {
        return missing.values().stream().map(Missing::why).toList();
    }

    @Override
    public Prepared prepare(BalancerConfig next) throws ChangeException {
        var transition = new Transition();
        try {
            for (var entry : wanted(next.metrics()).entrySet()) {
                transition.add(entry.getKey(), entry.getValue());
            }
        } catch (ChangeException refused) {
            transition.abandon();
            throw refused;
        }
        return transition;
    }

    private Map<String, ProviderConfig<MetricsExporterProvider>> wanted(MetricsConfig config) {
        return config.exporters().orElseGet(() -> Optional.ofNullable(providers.get(MetricsConfig.DEFAULT_TYPE))
                .map(usual -> Map.of(MetricsConfig.DEFAULT_TYPE, new ProviderConfig<>(usual, Options.defaults())))
                .orElse(Map.of()));
    }

    /** From some exporters to others. */
    private final class Transition implements Prepared {

        private final Map<String, Export> before = living;
        private final Map<String, Export> after = new LinkedHashMap<>();
        private final Map<String, Missing> stillMissing = new LinkedHashMap<>();
        private final List<Export> opened = new ArrayList<>();

        void add(String id, ProviderConfig<MetricsExporterProvider> config) throws ChangeException {
            Export same = before.get(id);
            if (same != null && same.config().equals(config)) {
                after.put(id, same);
                return;
            }
            try {
                Export other = Export.open(id, config, reading, new Told(id, balancer.events()));
                opened.add(other);
                after.put(id, other);
            } catch (ChangeException refused) {
                if (!isStarting && !wasMissing(id, config)) {
                    throw refused;
                }
                stillMissing.put(id, new Missing(config, refused.getMessage()));
            }
        }

        private boolean wasMissing(String id, ProviderConfig<MetricsExporterProvider> config) {
            Missing one = missing.get(id);
            return one != null && one.config().equals(config);
        }

        @Override
        public void commit() {
            living = Collections.unmodifiableMap(after);
            missing = Collections.unmodifiableMap(stillMissing);
        }

        @Override
        public void abandon() {
            opened.forEach(Export::close);
        }

        @Override
        public void retire() {
            opened.forEach(Export::start);
            before.values().stream().filter(export -> !after.containsValue(export)).forEach(Export::close);
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
