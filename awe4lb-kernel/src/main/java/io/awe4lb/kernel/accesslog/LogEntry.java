package io.awe4lb.kernel.accesslog;

import io.awe4lb.spi.ConnectionRecord;
import java.util.function.IntSupplier;

/** A record to be, as an event loop leaves it behind: what takes time is left to the thread that writes. */
public interface LogEntry {

    /**
     * How it is to be written.
     *
     * @return the plan that wanted it
     */
    LogPlan plan();

    /**
     * When it came to be, which orders what several loops leave.
     *
     * @return milliseconds since 1970
     */
    long time();

    /**
     * Makes the record. Called once, on the thread that writes.
     *
     * @param liveConnections of the process, to be asked when the record is asked
     * @return immutable
     */
    ConnectionRecord record(IntSupplier liveConnections);
}
