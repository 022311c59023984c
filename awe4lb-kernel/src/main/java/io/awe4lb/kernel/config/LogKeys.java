package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.ChoiceType;
import io.awe4lb.spi.OptionType.MapType;
import java.util.List;
import java.util.Map;

/** The keys of the program's own log. */
final class LogKeys {

    private static final Key<LogFormat> FORMAT = Key.of(Option.choice("format", LogFormat.TEXT,
            "How a line looks: for people, or a JSON object for programs."));
    private static final Key<Map<String, LogLevel>> LEVELS = Key.of(Option.of(
            "levels", new MapType<>(new ChoiceType<>(List.of(LogLevel.values()))), Map.of(),
            "From which level on lines are written, by the name of a logger, for example `io.awe4lb.kernel.pool`; `root` stands for all."));

    static final Key<LogConfig> LOG = Key.section("log", Shape.Section.of(LogKeys::log, FORMAT, LEVELS),
            "What awe4lb tells of itself, on standard error; a `conf/logback.xml` of your own holds instead.");

    private LogKeys() {}

    private static LogConfig log(Values values) {
        Map<String, LogLevel> levels = values.get(LEVELS);
        levels.keySet().stream().filter(name -> !LogConfig.isName(name)).forEach(name -> values.error(LEVELS, Code.INVALID_ID,
                Quoted.of(name) + " is no name of a logger: write " + LogConfig.ROOT + ", a package or a class"));
        return new LogConfig(values.get(FORMAT), levels);
    }
}
