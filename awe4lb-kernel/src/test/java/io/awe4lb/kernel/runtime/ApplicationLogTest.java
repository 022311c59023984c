package io.awe4lb.kernel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.awe4lb.kernel.config.LogConfig;
import io.awe4lb.kernel.config.LogFormat;
import io.awe4lb.kernel.config.LogLevel;
import io.awe4lb.kernel.runtime.LoggerLevel.Origin;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.Events;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApplicationLogTest {

    private static final String POOL = "io.awe4lb.kernel.pool";
    private static final String PF4J = "org.pf4j";

    private final Library library = new Library();
    private final Events events = new Events(InstantSource.system());
    private final ApplicationLog log = new ApplicationLog(library, events);

    private static LogConfig levels(Map<String, LogLevel> levels) {
        return new LogConfig(LogFormat.TEXT, levels);
    }

    private LogLevel inForce(String logger) {
        return library.effective(logger);
    }

    @Test
    void theConfigurationSaysFormatAndLevels() {
        log.use(new LogConfig(LogFormat.JSON, Map.of(POOL, LogLevel.DEBUG, "root", LogLevel.WARN)));
        assertEquals(LogFormat.JSON, library.format);
        assertEquals(LogLevel.DEBUG, inForce(POOL));
        assertEquals(LogLevel.WARN, inForce("io.awe4lb"));
        assertEquals(new LoggerLevel(POOL, LogLevel.DEBUG, Origin.CONFIGURATION, ""), log.level(POOL));
    }

    @Test
    void aLevelThatIsNoLongerConfiguredIsAsTheLibraryHadIt() {
        log.use(levels(Map.of(PF4J, LogLevel.TRACE, POOL, LogLevel.OFF, "root", LogLevel.ERROR)));
        log.use(LogConfig.DEFAULT);
        assertEquals(Map.of("root", LogLevel.INFO, PF4J, LogLevel.WARN), library.levels);
        assertEquals(LogFormat.TEXT, library.format);
    }

    @Test
    void whatIsSaidWhileItRunsHoldsOverTheConfigurationUntilItIsTakenBack() throws ChangeException {
        log.use(levels(Map.of(POOL, LogLevel.WARN)));
        assertEquals(new LoggerLevel(POOL, LogLevel.TRACE, Origin.OVERRIDE, "ann"), log.override(POOL, Optional.of(LogLevel.TRACE), "ann"));
        log.use(levels(Map.of(POOL, LogLevel.ERROR)));
        assertEquals(LogLevel.TRACE, inForce(POOL));
        assertEquals(new LoggerLevel(POOL, LogLevel.ERROR, Origin.CONFIGURATION, ""), log.override(POOL, Optional.empty(), "ann"));
        assertEquals(LogLevel.ERROR, inForce(POOL));
    }

    @Test
    void everyChangeWhileItRunsIsAnEvent() throws ChangeException {
        log.override("root", Optional.of(LogLevel.DEBUG), "ann");
        log.override("root", Optional.empty(), "olaf");
        assertEquals(List.of("ann log level of root: debug", "olaf log level of root: info, as configured"),
                events.latest(10).stream().map(event -> event.who() + " " + event.message()).toList());
        assertEquals(List.of("log_level"), events.latest(10).stream().map(Event::type).map(type -> type.word()).distinct().toList());
    }

    @Test
    void aFileOfTheUsersOwnHoldsOverTheConfigurationButNotOverWhatIsSaid() throws ChangeException {
        library.hasOwnFile = true;
        log.use(new LogConfig(LogFormat.JSON, Map.of(POOL, LogLevel.DEBUG)));
        assertEquals(LogFormat.TEXT, library.format);
        assertEquals(LogLevel.INFO, inForce(POOL));
        assertEquals(Origin.DEFAULT, log.level(POOL).origin());
        log.override(POOL, Optional.of(LogLevel.DEBUG), "ann");
        assertEquals(LogLevel.DEBUG, inForce(POOL));
        log.override(POOL, Optional.empty(), "ann");
        assertEquals(LogLevel.INFO, inForce(POOL));
    }

    @Test
    void theListHasTheRootFirst() throws ChangeException {
        log.override(POOL, Optional.of(LogLevel.DEBUG), "ann");
        assertEquals(List.of("root", POOL, PF4J), log.levels().stream().map(LoggerLevel::logger).toList());
    }

    @Test
    void onlySoManyLoggersCanHaveALevelThatWasSaid() throws ChangeException {
        for (int i = 0; i < ApplicationLog.MOST_OVERRIDES; i++) {
            log.override("a" + i, Optional.of(LogLevel.DEBUG), "ann");
        }
        assertThrows(ChangeException.class, () -> log.override("b", Optional.of(LogLevel.DEBUG), "ann"));
        assertEquals(LogLevel.TRACE, log.override("a1", Optional.of(LogLevel.TRACE), "ann").level());
        assertEquals(LogLevel.INFO, log.override("b", Optional.empty(), "ann").level());
    }

    private static final class Library implements ApplicationLog.Library {

        private final Map<String, LogLevel> levels = new HashMap<>(Map.of("root", LogLevel.INFO, PF4J, LogLevel.WARN));
        private LogFormat format = LogFormat.TEXT;
        private boolean hasOwnFile;

        @Override
        public boolean hasOwnFile() {
            return hasOwnFile;
        }

        @Override
        public void format(LogFormat next) {
            format = next;
        }

        @Override
        public Optional<LogLevel> own(String logger) {
            return Optional.ofNullable(levels.get(logger));
        }

        @Override
        public LogLevel effective(String logger) {
            return levels.getOrDefault(logger, levels.get("root"));
        }

        @Override
        public void level(String logger, Optional<LogLevel> level) {
            level.ifPresentOrElse(wanted -> levels.put(logger, wanted), () -> levels.remove(logger));
        }

        @Override
        public Set<String> named() {
            return Set.copyOf(levels.keySet());
        }
    }
}
