package io.awe4lb.spi;

/**
 * Writes a connection down as one line.
 *
 * <p>Called on the threads that write the log, one for each target and so perhaps several at once; never on an event loop. It should keep
 * no state and make little garbage: at full load it is called for every connection. If it throws, the line is dropped and counted, and
 * the log goes on.
 */
@FunctionalInterface
public interface AccessLogFormat {

    /**
     * Appends a line without its end.
     *
     * @param record what to write down
     * @param line where to; may hold text already, which is not the format's; gets neither line ends nor other control characters
     */
    void append(ConnectionRecord record, StringBuilder line);
}
