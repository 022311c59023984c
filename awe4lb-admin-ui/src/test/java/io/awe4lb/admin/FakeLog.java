package io.awe4lb.admin;

import io.awe4lb.kernel.config.LogConfig;
import io.awe4lb.kernel.config.LogFormat;
import io.awe4lb.kernel.config.LogLevel;
import io.awe4lb.kernel.runtime.ApplicationLog;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A logging library that writes nothing. */
final class FakeLog implements ApplicationLog.Library {

    private final Map<String, LogLevel> levels = new ConcurrentHashMap<>(Map.of(LogConfig.ROOT, LogLevel.INFO, "org.pf4j", LogLevel.WARN));

    @Override
    public boolean hasOwnFile() {
        return false;
    }

    @Override
    public void format(LogFormat format) {
        // nothing is written
    }

    @Override
    public Optional<LogLevel> own(String logger) {
        return Optional.ofNullable(levels.get(logger));
    }

    @Override
    public LogLevel effective(String logger) {
        return levels.getOrDefault(logger, levels.get(LogConfig.ROOT));
    }

    @Override
    public void level(String logger, Optional<LogLevel> level) {
        level.ifPresentOrElse(wanted -> levels.put(logger, wanted), () -> levels.remove(logger));
    }

    @Override
    public Set<String> named() {
        return levels.keySet();
    }
}
