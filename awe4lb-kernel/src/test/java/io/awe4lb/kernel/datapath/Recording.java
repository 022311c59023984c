package io.awe4lb.kernel.datapath;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.AccessLogConfig;
import io.awe4lb.kernel.config.AccessLogLevel;
import io.awe4lb.kernel.config.AccessLogTarget;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.spi.AccessLogFormat;
import io.awe4lb.spi.AccessLogProvider;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** A format that keeps what it is to write; its lines are the ids. */
final class Recording implements AccessLogProvider {

    private final List<ConnectionRecord> records = new CopyOnWriteArrayList<>();

    @Override
    public String type() {
        return "recording";
    }

    @Override
    public String description() {
        return "Keeps what it is to write.";
    }

    @Override
    public AccessLogFormat create(Options options) {
        return (record, line) -> {
            records.add(record);
            line.append(record.id());
        };
    }

    AccessLogConfig to(Path file) {
        return to(file, new AccessLogLevel.All());
    }

    AccessLogConfig to(Path file, AccessLogLevel level) {
        return new AccessLogConfig(new ProviderConfig<>(this, Options.defaults()), target(file), level, false, Duration.ZERO);
    }

    static AccessLogTarget target(Path file) {
        return new AccessLogTarget.File(file, OptionalLong.empty(), 1);
    }

    List<ConnectionRecord> records() {
        return records;
    }

    /** Waits for so many records. */
    List<ConnectionRecord> records(int count) {
        Eventually.is(count, records::size, () -> "records: " + records);
        return records;
    }

    void forget() {
        records.clear();
    }

    /** Waits for the only record. */
    ConnectionRecord record() {
        return records(1).getFirst();
    }
}
