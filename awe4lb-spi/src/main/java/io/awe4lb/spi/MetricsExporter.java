package io.awe4lb.spi;

import java.io.IOException;
import java.util.Optional;

/**
 * Brings the metrics to where they are kept: answers when it is asked, or sends them.
 *
 * <pre>
 *    made ──open──▶ open ──start──▶ exporting ──close──▶ closed
 *      └───────────────┴──────────────close─────────────────▲
 * </pre>
 *
 * <p>It lives until its entry in the configuration goes or changes; then another one is opened before this one is closed. Methods are called
 * one at a time, on the thread that applies a configuration.
 */
public interface MetricsExporter extends AutoCloseable {

    /**
     * Takes what can fail, such as an address to listen at, and neither answers nor sends anything yet: the configuration may still be
     * refused, or was only tried out.
     *
     * @param source of the metrics; good until this is closed
     * @param log where it tells what becomes of what it sends
     * @throws IOException with a sentence that says what to do: the configuration is refused
     */
    void open(MetricsSource source, ExportLog log) throws IOException;

    /** Begins. Called once, when the configuration is in force; must not fail or block. */
    default void start() {}

    /**
     * The metrics as a page, for a server that others have: the admin server shows the first one that there is at {@code /metrics}.
     *
     * @return the same one each time, which answers from {@link #open} until {@link #close}; empty for an exporter that sends
     */
    default Optional<MetricsPage> page() {
        return Optional.empty();
    }

    /** Ends, and gives back what was taken. Idempotent, also before {@link #open}; may block for a moment. */
    @Override
    void close();
}
