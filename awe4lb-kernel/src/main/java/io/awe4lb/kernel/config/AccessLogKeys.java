package io.awe4lb.kernel.config;

import io.awe4lb.kernel.config.AccessLogTarget.Facility;
import io.awe4lb.kernel.config.AccessLogTarget.SyslogProtocol;
import io.awe4lb.spi.AccessLogProvider;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType.ChoiceType;
import io.awe4lb.spi.OptionType.DurationType;
import io.awe4lb.spi.OptionType.FlagType;
import io.awe4lb.spi.OptionType.NumberType;
import io.awe4lb.spi.OptionType.SizeType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The keys of the access log, for all listeners and for one. */
final class AccessLogKeys {

    private static final int KEPT = 5;
    private static final int MOST_KEPT = 1_000;
    private static final SizeType FILE_SIZE = new SizeType(64 * 1024, 1L << 40);
    private static final DurationType INTERIM_TIME = new DurationType(Duration.ofSeconds(1), Option.LONGEST, true);

    private static final Shape.Plugin<AccessLogProvider, ProviderConfig<AccessLogProvider>> FORMATS = new Shape.Plugin<>(
            new Shape.Kind<>("log format", Providers::accessLogs), List.of(), _ -> false, (format, _) -> format);

    // a target
    private static final Key<Path> FILE = Key.optional("file", new Shape.FilePath(),
            "A file that is appended to, and opened anew when it was renamed or USR1 came.");
    private static final Key<Long> MAX_SIZE = Key.optional("maxSize", FILE_SIZE,
            "Size from which the file is renamed to `FILE.1`, that one to `FILE.2` and so on; left out, it grows.");
    private static final Key<Integer> KEEP =
            Key.optional("keep", new NumberType(1, MOST_KEPT), "How many renamed files are kept; left out, " + KEPT + ".");
    private static final Key<Address.Inet> SYSLOG = Key.optional("syslog", new Shape.ServerAddress(), "A syslog server (RFC 5424).");
    private static final Key<SyslogProtocol> PROTOCOL = Key.optional("protocol",
            new ChoiceType<>(List.of(SyslogProtocol.values())), "How messages get to the syslog server; left out, `udp`.");
    private static final Key<Facility> FACILITY = Key.optional("facility", new ChoiceType<>(List.of(Facility.values())),
            "The facility of syslog messages; left out, `local0`.");

    private static final Shape<AccessLogTarget> TARGETS = new Shape.OrWord<>(
            "stdout",
            new AccessLogTarget.Stdout(),
            Shape.Section.of(AccessLogKeys::target, FILE, MAX_SIZE, KEEP, SYSLOG, PROTOCOL, FACILITY).oneOf(FILE, SYSLOG));

    private static final String FORMAT_MEANS = "How a line looks.";
    private static final String TARGET_MEANS = "Where lines go: standard output, a file or a syslog server.";
    private static final String LEVEL_MEANS =
            "Which connections are written: every one, those that did not end normally or were retried, one of many, none.";
    private static final String ANONYMIZE_MEANS =
            "Whether clients' addresses are shortened: IPv4 to /24, IPv6 to /48, the port to 0.";
    private static final String INTERIM_MEANS =
            "Time between two records of a connection that lives, `event: interim`, with the level `all`; `off`: none before its end.";

    // for all listeners
    private static final Key<ProviderConfig<AccessLogProvider>> FORMAT_DEFAULT = Key.ifProvided("format", "json", FORMATS, FORMAT_MEANS);
    private static final Key<AccessLogTarget> TARGET_DEFAULT = Key.written("target", "stdout", TARGETS, TARGET_MEANS);
    private static final Key<AccessLogLevel> LEVEL_DEFAULT =
            Key.written("level", AccessLogLevelText.DEFAULT, new Shape.LogLevel(), LEVEL_MEANS);
    private static final Key<Boolean> ANONYMIZE_DEFAULT = Key.of(Option.flag("anonymize", false, ANONYMIZE_MEANS));
    private static final Key<Duration> INTERIM_DEFAULT = Key.of(Option.of("interim", INTERIM_TIME, Duration.ZERO, INTERIM_MEANS));

    static final Key<AccessLogDefaults> FOR_ALL = Key.section(
            "accessLog",
            new Shape.OrWord<>("off", AccessLogDefaults.OFF, Shape.Section.of(AccessLogKeys::defaults, FORMAT_DEFAULT, TARGET_DEFAULT,
                    LEVEL_DEFAULT, ANONYMIZE_DEFAULT, INTERIM_DEFAULT)),
            "A line for each connection; `off`: none.");

    // for one
    private static final Key<ProviderConfig<AccessLogProvider>> FORMAT = Key.optional("format", FORMATS, FORMAT_MEANS);
    private static final Key<AccessLogTarget> TARGET = Key.optional("target", TARGETS, TARGET_MEANS);
    private static final Key<AccessLogLevel> LEVEL = Key.optional("level", new Shape.LogLevel(), LEVEL_MEANS);
    private static final Key<Boolean> ANONYMIZE = Key.optional("anonymize", new FlagType(), ANONYMIZE_MEANS);
    private static final Key<Duration> INTERIM = Key.optional("interim", INTERIM_TIME, INTERIM_MEANS);

    /** Empty: this listener has none. */
    static final Key<Optional<Values>> FOR_ONE = Key.section(
            "accessLog",
            new Shape.OrWord<>("off", Optional.empty(),
                    Shape.Section.<Optional<Values>>of(Optional::of, FORMAT, TARGET, LEVEL, ANONYMIZE, INTERIM)),
            "What differs from `accessLog` at the top, key by key; `off`: no lines of this listener.");

    private AccessLogKeys() {}

    private static AccessLogDefaults defaults(Values values) {
        AccessLogLevel level = values.isRefused(FORMAT_DEFAULT) ? new AccessLogLevel.Off() : values.get(LEVEL_DEFAULT);
        return new AccessLogDefaults(values.find(FORMAT_DEFAULT), values.get(TARGET_DEFAULT), level,
                values.get(ANONYMIZE_DEFAULT), values.get(INTERIM_DEFAULT));
    }

    private static @Nullable AccessLogTarget target(Values values) {
        Optional<Path> file = values.find(FILE);
        for (Key<?> key : file.isPresent() ? List.of(PROTOCOL, FACILITY) : List.of(MAX_SIZE, KEEP)) {
            if (values.accepted(key).isPresent()) {
                String belongs = "'%s' says nothing of a %s: remove it".formatted(key.name(), file.isPresent() ? "file" : "syslog server");
                values.error(key, Code.CONFLICTING_KEYS, belongs);
                return null;
            }
        }
        if (file.isEmpty()) {
            return values.find(SYSLOG)
                    .map(server -> new AccessLogTarget.Syslog(server, values.find(PROTOCOL).orElse(SyslogProtocol.UDP),
                            values.find(FACILITY).orElse(Facility.LOCAL0)))
                    .orElse(null);
        }
        OptionalLong maxSize = values.find(MAX_SIZE).map(OptionalLong::of).orElse(OptionalLong.empty());
        if (maxSize.isEmpty() && values.accepted(KEEP).isPresent()) {
            values.error(KEEP, Code.MISSING_KEY, "without 'maxSize' no file is put aside that could be kept: add it, or remove 'keep'");
            return null;
        }
        var target = new AccessLogTarget.File(file.get().toAbsolutePath().normalize(), maxSize, values.find(KEEP).orElse(KEPT));
        target.obstacle().ifPresent(what -> values.warn(FILE, Code.LOG_FILE, "it cannot be opened now: " + what));
        return target;
    }

    /** A listener's keys win one by one. Empty: no lines. */
    static Optional<AccessLogConfig> config(Values listener, AccessLogDefaults defaults) {
        return listener.get(FOR_ONE).flatMap(own -> {
            AccessLogLevel level = own.find(LEVEL).orElse(defaults.level());
            Optional<ProviderConfig<AccessLogProvider>> format = own.find(FORMAT).or(defaults::format);
            if (level instanceof AccessLogLevel.Off) {
                return Optional.empty();
            }
            if (format.isEmpty() && defaults == AccessLogDefaults.OFF) {
                listener.error(FOR_ONE, Code.MISSING_KEY,
                        "the key 'format' is missing, and 'accessLog' at the top has none to take over");
            }
            return format.map(chosen -> new AccessLogConfig(chosen, own.find(TARGET).orElse(defaults.target()), level,
                    own.find(ANONYMIZE).orElse(defaults.anonymize()), own.find(INTERIM).orElse(defaults.interim())));
        });
    }

    /** A plugin that was taken out, or failed, is no reason to serve nobody. */
    static void reportNoFormat(Values root, AccessLogDefaults defaults, Collection<ListenerConfig> listeners) {
        boolean isMissing = defaults.format().isEmpty() && !(defaults.level() instanceof AccessLogLevel.Off);
        if (isMissing && listeners.stream().anyMatch(listener -> listener.accessLog().isEmpty())) {
            root.warn(FOR_ALL, Code.NO_ACCESS_LOG,
                    "no plugin provides the log format 'json': no line is written where no other one is chosen");
        }
    }

    /** Two ways to put one file aside would put it aside under each other's hands. */
    static void reportTwins(Map<String, Values> values, Map<String, ListenerConfig> listeners) {
        Map<Path, AccessLogTarget.File> files = new HashMap<>();
        listeners.forEach((id, listener) -> {
            if (listener.accessLog().map(AccessLogConfig::target).orElse(null) instanceof AccessLogTarget.File file
                    && !files.computeIfAbsent(file.path(), _ -> file).equals(file)) {
                values.get(id).error(FOR_ONE, Code.CONFLICTING_KEYS,
                        "another listener writes to %s with another 'maxSize' or 'keep': give both the same".formatted(file.path()));
            }
        });
    }
}
