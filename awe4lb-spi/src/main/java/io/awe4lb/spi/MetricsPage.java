package io.awe4lb.spi;

import java.io.IOException;
import java.io.OutputStream;

/** The metrics as a document for HTTP. Any thread, several at once. */
public interface MetricsPage {

    /**
     * In which format a client is answered.
     *
     * @param accept values of its {@code Accept} header, joined with commas; empty if it sent none
     * @return value of the {@code Content-Type} header; the usual one where the client takes none of those that there are
     */
    String contentType(String accept);

    /**
     * Reads the metrics and writes them.
     *
     * @param contentType from {@link #contentType}
     * @param body of the answer; stays open
     * @throws IOException from the body
     */
    void write(String contentType, OutputStream body) throws IOException;
}
