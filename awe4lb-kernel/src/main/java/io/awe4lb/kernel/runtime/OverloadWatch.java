package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.admission.Overload;
import io.awe4lb.kernel.admission.Shedding;
import io.awe4lb.kernel.admission.Shedding.Measured;
import io.awe4lb.kernel.config.AdmissionConfig;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.OverloadConfig;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.FileDescriptors;
import io.awe4lb.kernel.stats.Subject;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Looks twice a second how much is left of descriptors, memory and the loops' time, and tells when new work is turned away for that. */
final class OverloadWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OverloadWatch.class);
    private static final Duration EACH = Duration.ofMillis(500);
    private static final int PERCENT = 100;

    private final Overload overload;
    private final Loops loops;
    private final Supplier<BalancerConfig> config;
    private final Events events;
    private final Shedding shedding;
    private final Repeating looks;
    /** Made with the first look that needs it. */
    private @Nullable MemoryUse memory;

    OverloadWatch(Overload overload, Loops loops, Supplier<BalancerConfig> config, Events events) {
        this.overload = overload;
        this.loops = loops;
        this.config = config;
        this.events = events;
        this.shedding = new Shedding(overload);
        this.looks = new Repeating("overload", EACH, this::look);
    }

    private void look() {
        BalancerConfig now = config.get();
        SortedSet<Integer> priorities = new TreeSet<>();
        now.listeners().values().forEach(listener -> priorities.add(listener.admission().priority()));
        loops.tellOfFewDescriptors(fewDescriptors(now.overload()), overload::descriptorsRunOut);
        if (shedding.look(measure(now.overload()), now.overload(), priorities, System.nanoTime())) {
            tell();
        }
    }

    /** Half of what is left beyond the limit. */
    private long fewDescriptors(OverloadConfig limits) {
        return limits.descriptorsPercent() == 0 ? 0 : loops.mostDescriptors() / PERCENT * (PERCENT - limits.descriptorsPercent()) / 2;
    }

    /** What does not matter is not measured. */
    private Measured measure(OverloadConfig limits) {
        double open = limits.descriptorsPercent() == 0 ? 0
                : (double) PERCENT * FileDescriptors.openNow() / loops.mostDescriptors();
        Duration lag = limits.loopLag().isZero() ? Duration.ZERO
                : loops.all().stream().map(loop -> loop.stats().longestRound()).max(Duration::compareTo).orElse(Duration.ZERO);
        return new Measured(open, limits.memoryPercent() == 0 ? 0 : memory().percent(), lag);
    }

    private MemoryUse memory() {
        MemoryUse made = memory == null ? new MemoryUse() : memory;
        memory = made;
        return made;
    }

    private void tell() {
        String lacking = overload.shortages().stream().map(Overload.Shortage::thing).collect(Collectors.joining(", "));
        int below = overload.shedBelow();
        boolean isOver = below == 0;
        String sentence = "%s; %s".formatted(lacking.isEmpty() ? "nothing is short any more" : "short of " + lacking, whoIsShed(below));
        LOG.atLevel(isOver ? Level.INFO : Level.WARN).log("overload: {}", sentence);
        events.publish(EventType.OVERLOAD, isOver ? Event.Severity.INFO : Event.Severity.WARNING, Subject.NONE, "", sentence);
    }

    private static String whoIsShed(int below) {
        if (below == 0) {
            return "all new clients are served";
        }
        return "new clients of " + (below > AdmissionConfig.HIGHEST_PRIORITY ? "all listeners" : "listeners with a priority below " + below)
                + " are turned away";
    }

    @Override
    public void close() {
        looks.close();
    }
}
