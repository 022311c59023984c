package io.awe4lb.kernel.accesslog;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.AccessLogConfig;
import io.awe4lb.kernel.config.AccessLogLevel;
import io.awe4lb.kernel.config.AccessLogTarget;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.spi.AccessLogFormat;
import io.awe4lb.spi.AccessLogProvider;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.ConnectionRecord.End;
import io.awe4lb.spi.ConnectionRecord.LiveConnections;
import io.awe4lb.spi.ConnectionRecord.Timings;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.EndSide;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** One listener's log on one loop, which is the test's thread. A line is {@code line} and its number, unless the test has a format. */
final class Logging implements AutoCloseable {

    static final int LOOPS = 2;

    private final Events events = new Events(InstantSource.system());
    private final AccessLogs logs = new AccessLogs(LOOPS, () -> 0, () -> {}, events, Duration.ofMillis(50));
    private final ListenerLog log = new ListenerLog();
    private int number;

    static Logging to(AccessLogTarget target) throws IOException {
        return to(target, (record, line) -> line.append("line ").append(record.id()));
    }

    static Logging to(AccessLogTarget target, AccessLogFormat format) throws IOException {
        var logging = new Logging();
        logging.becomes(target, format);
        return logging;
    }

    void becomes(AccessLogTarget target, AccessLogFormat format) throws IOException {
        var config = new AccessLogConfig(new ProviderConfig<>(new Fixed(format), Options.defaults()), target, new AccessLogLevel.All(),
                false, Duration.ZERO);
        AccessLogs.Change change = logs.prepare(List.of(config));
        change.follow(log, change.plan(Optional.of(config)));
        change.commit();
        logs.retire(List.of(log).stream());
    }

    /** So many connections more end. */
    void ends(int count) {
        for (int i = 0; i < count; i++) {
            endsOn(0);
        }
    }

    /** One connection more ends, after all before it. */
    void endsOn(int loop) {
        LogPlan plan = log.plan();
        plan.write(loop, new Entry(plan, ++number));
    }

    AccessLogs logs() {
        return logs;
    }

    AccessLogStats stats() {
        return logs.stats().getFirst();
    }

    void hasWritten(long lines) {
        Eventually.is(lines, () -> stats().written(), () -> stats() + ", " + messages());
    }

    List<String> messages() {
        return events.latest(100).stream().map(Event::message).toList();
    }

    @Override
    public void close() {
        logs.close();
    }

    private record Entry(LogPlan plan, long id) implements LogEntry {

        @Override
        public long time() {
            return id;
        }

        @Override
        public ConnectionRecord record(IntSupplier liveConnections) {
            var timings = new Timings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);
            return new ConnectionRecord(Instant.EPOCH, id, ConnectionRecord.Event.END, "web", ConnectionRecord.Protocol.TCP,
                    Client.local(), Client.local(), Optional.of("web"), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty(), timings, 0, 0,
                    List.of(),
                    Optional.of(new End(EndReason.NORMAL, EndSide.CLIENT)), new Nobody());
        }
    }

    private record Nobody() implements LiveConnections {

        @Override
        public int process() {
            return 1;
        }

        @Override
        public int listener() {
            return 1;
        }

        @Override
        public int pool() {
            return 0;
        }

        @Override
        public int backend() {
            return 0;
        }
    }

    private record Fixed(AccessLogFormat format) implements AccessLogProvider {

        @Override
        public String type() {
            return "fixed";
        }

        @Override
        public String description() {
            return "A format that a test made.";
        }

        @Override
        public AccessLogFormat create(Options options) {
            return format;
        }
    }
}
