package io.awe4lb.kernel.accesslog;

import io.awe4lb.kernel.config.AccessLogTarget;
import io.awe4lb.spi.ConnectionRecord;
import java.io.IOException;

/** Where the bytes of a target go. On the writer's thread, but for {@link #close()}; may block, no loop waits for it. */
sealed interface LogOutput permits ChannelOutput, SyslogOutput {

    /**
     * Opens one, as far as that can fail for good: a syslog server that is away may come back.
     *
     * @throws IOException naming the target
     */
    static LogOutput open(AccessLogTarget target) throws IOException {
        return switch (target) {
            case AccessLogTarget.Stdout _ -> ChannelOutput.stdout();
            case AccessLogTarget.File file -> ChannelOutput.of(new LogFile(file));
            case AccessLogTarget.Syslog syslog -> SyslogOutput.of(syslog);
        };
    }

    /** How lines are told apart. */
    Batch.Framing framing();

    /** Puts what comes before a record's line. */
    default void begin(ConnectionRecord record, StringBuilder line) {}

    /**
     * Writes all that is left of a batch.
     *
     * @throws IOException if the target does not take it now; what it took is noted in the batch
     */
    void write(Batch batch) throws IOException;

    /**
     * Looks whether what was written last may have arrived, as far as the target tells.
     *
     * @throws IOException if it is known that it has not
     */
    default void check() throws IOException {}

    /** Takes the next file or connection with the next write. */
    void reopen();

    /** Any thread; a write that goes on ends with an exception, as far as the system allows. */
    void close();
}
