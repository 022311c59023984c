package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.LogConfig;
import io.awe4lb.kernel.config.LogFormat;
import io.awe4lb.kernel.config.LogLevel;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program's own log: its format, and from which level on each logger writes. What somebody says while it runs holds over the
 * configuration, until it is taken back or the process ends; the configuration holds over what the library does by itself. Any thread.
 */
public final class ApplicationLog implements Participant {

    /** How many loggers may have a level that somebody said while it runs: the library keeps each logger for ever. */
    public static final int MOST_OVERRIDES = 100;

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");

    /** What writes. */
    public interface Library {

        /**
         * Whether its format and levels come from a file of its own, which holds over the configuration.
         *
         * @return false if awe4lb says how it writes
         */
        boolean hasOwnFile();

        /**
         * Writes in this format from the next line on.
         *
         * @param format of lines
         */
        void format(LogFormat format);

        /**
         * The level that was said for a logger itself.
         *
         * @param logger its name
         * @return empty if it has that of the one above it
         */
        Optional<LogLevel> own(String logger);

        /**
         * The level that holds for a logger.
         *
         * @param logger its name
         * @return its own, or that of the nearest above it
         */
        LogLevel effective(String logger);

        /**
         * Says the level of a logger.
         *
         * @param logger its name
         * @param level empty: that of the one above it
         */
        void level(String logger, Optional<LogLevel> level);

        /**
         * Those with a level of their own.
         *
         * @return names
         */
        Set<String> named();
    }

    /** What somebody said while it runs. */
    private record Said(LogLevel level, String who) {}

    private final Library library;
    private final Events events;
    private LogConfig config = LogConfig.DEFAULT;
    private final Map<String, Said> overrides = new HashMap<>();
    /** What the library had for a logger before anybody said anything. */
    private final Map<String, Optional<LogLevel>> initial = new HashMap<>();

    /**
     * As the library is.
     *
     * @param library that writes
     * @param events where changes are told
     */
    public ApplicationLog(Library library, Events events) {
        this.library = library;
        this.events = events;
    }

    /**
     * Writes as a configuration says.
     *
     * @param next what it says
     */
    public synchronized void use(LogConfig next) {
        if (library.hasOwnFile()) {
            if (!next.equals(LogConfig.DEFAULT) && !next.equals(config)) {
                LOG.warn("'log' of the configuration has no effect: conf/logback.xml holds instead; remove one of them");
            }
            config = next;
            return;
        }
        library.format(next.format());
        Set<String> touched = new TreeSet<>(config.levels().keySet());
        touched.addAll(next.levels().keySet());
        config = next;
        touched.forEach(this::apply);
    }

    @Override
    public Prepared prepare(BalancerConfig next) {
        return new Prepared() {

            @Override
            public void commit() {
                // nothing is written by it
            }

            @Override
            public void abandon() {
                // nothing was taken
            }

            @Override
            public void retire() {
                use(next.log());
            }
        };
    }

    /**
     * Where a level was said, and for all.
     *
     * @return by name, {@code root} first
     */
    public synchronized List<LoggerLevel> levels() {
        Set<String> names = new TreeSet<>(library.named());
        names.addAll(overrides.keySet());
        names.remove(LogConfig.ROOT);
        List<LoggerLevel> levels = new ArrayList<>();
        levels.add(level(LogConfig.ROOT));
        names.forEach(name -> levels.add(level(name)));
        return levels;
    }

    /**
     * From which level on a logger writes.
     *
     * @param logger a name, see {@link LogConfig#isName}
     * @return what holds
     */
    public synchronized LoggerLevel level(String logger) {
        Said said = overrides.get(logger);
        if (said != null) {
            return new LoggerLevel(logger, said.level(), LoggerLevel.Origin.OVERRIDE, said.who());
        }
        boolean isConfigured = !library.hasOwnFile() && config.levels().containsKey(logger);
        return new LoggerLevel(logger, library.effective(logger),
                isConfigured ? LoggerLevel.Origin.CONFIGURATION : LoggerLevel.Origin.DEFAULT, "");
    }

    /**
     * Says a level while it runs.
     *
     * @param logger a name, see {@link LogConfig#isName}
     * @param level empty: as configured again
     * @param who says it
     * @return what holds now
     * @throws ChangeException if too many loggers have such a level
     */
    public synchronized LoggerLevel override(String logger, Optional<LogLevel> level, String who) throws ChangeException {
        if (level.isPresent() && !overrides.containsKey(logger) && overrides.size() >= MOST_OVERRIDES) {
            throw new ChangeException(ChangeException.Reason.SYSTEM, "",
                    "%d loggers have a level of their own already: take one back first".formatted(MOST_OVERRIDES), null);
        }
        level.ifPresentOrElse(wanted -> overrides.put(logger, new Said(wanted, who)), () -> overrides.remove(logger));
        apply(logger);
        LoggerLevel now = level(logger);
        String message = level.isPresent() ? "log level of %s: %s".formatted(logger, now.level().word())
                : "log level of %s: %s, as configured".formatted(logger, now.level().word());
        events.publish(EventType.LOG_LEVEL, Event.Severity.INFO, Subject.NONE, who, message);
        return now;
    }

    private void apply(String logger) {
        Optional<LogLevel> before = initial.computeIfAbsent(logger, library::own);
        Optional<LogLevel> configured =
                library.hasOwnFile() ? Optional.empty() : Optional.ofNullable(config.levels().get(logger));
        Optional<LogLevel> overridden = Optional.ofNullable(overrides.get(logger)).map(Said::level);
        library.level(logger, overridden.or(() -> configured).or(() -> before));
    }
}
