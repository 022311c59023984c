package io.awe4lb.kernel.accesslog;

import io.awe4lb.kernel.config.AccessLogConfig;
import io.awe4lb.kernel.config.AccessLogLevel;
import io.awe4lb.spi.AccessLogFormat;
import io.awe4lb.spi.EndReason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What becomes of a listener's records. Immutable, but for what each loop counts for itself. */
public final class LogPlan {

    /** No interim records: about 146 years. */
    public static final long NEVER = Long.MAX_VALUE / 2;

    /** Nothing is written. */
    static final LogPlan NOTHING = new LogPlan(new AccessLogLevel.Off(), false, NEVER, null, null, List.of());

    private final AccessLogLevel level;
    private final boolean anonymizes;
    private final long interim;
    private final @Nullable AccessLogFormat format;
    private final @Nullable LogWriter writer;
    /** One a loop. */
    private final List<Passed> passed;

    /** Connections that one loop has passed over since it wrote one. */
    private static final class Passed {
        private int count;
    }

    private LogPlan(AccessLogLevel level, boolean anonymizes, long interim, @Nullable AccessLogFormat format, @Nullable LogWriter writer,
            List<Passed> passed) {
        this.level = level;
        this.anonymizes = anonymizes;
        this.interim = interim;
        this.format = format;
        this.writer = writer;
        this.passed = passed;
    }

    static LogPlan of(AccessLogConfig config, LogWriter writer, int loops) {
        boolean hasInterim = !config.interim().isZero() && config.level() instanceof AccessLogLevel.All;
        AccessLogFormat format = config.format().provider().create(config.format().options());
        return new LogPlan(config.level(), config.anonymize(), hasInterim ? config.interim().toNanos() : NEVER, format, writer,
                Stream.generate(Passed::new).limit(loops).toList());
    }

    /**
     * Whether the end of a connection is to be written. On the loop, once a connection.
     *
     * @param loop index of the loop
     * @param reason why it ended
     * @param asked backends that were asked
     * @return whether {@link #write} has to follow
     */
    public boolean wantsEnd(int loop, EndReason reason, int asked) {
        return switch (level) {
            case AccessLogLevel.All _ -> true;
            case AccessLogLevel.Errors _ -> reason != EndReason.NORMAL || asked > 1;
            case AccessLogLevel.OneIn(var many) -> isTurn(passed.get(loop), many);
            case AccessLogLevel.Off _ -> false;
        };
    }

    private static boolean isTurn(Passed passed, int many) {
        passed.count++;
        if (passed.count < many) {
            return false;
        }
        passed.count = 0;
        return true;
    }

    /**
     * Time between two interim records of one connection.
     *
     * @return nanoseconds; {@link #NEVER} for none
     */
    public long interim() {
        return interim;
    }

    /**
     * Whether clients are shown without what tells them from their neighbours.
     *
     * @return for {@link LogEntry#record}
     */
    public boolean anonymizes() {
        return anonymizes;
    }

    /**
     * Has an entry written, unless there is no room. On the loop; does not wait.
     *
     * @param loop index of the loop
     * @param entry of this plan
     */
    public void write(int loop, LogEntry entry) {
        if (writer != null) {
            writer.offer(loop, entry);
        }
    }

    Optional<LogWriter> writer() {
        return Optional.ofNullable(writer);
    }

    AccessLogFormat format() {
        if (format == null) {
            throw new IllegalStateException("a plan that writes nothing has no format");
        }
        return format;
    }
}
