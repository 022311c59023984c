package io.awe4lb.spi;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

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

    /**
     * Whether a client takes the document compressed, which makes a twentieth of it. Source: RFC 9110, section 12.5.3.
     *
     * @param acceptEncoding values of its {@code Accept-Encoding} header, joined with commas; empty if it sent none
     * @return true if {@link #writeGzip} is for it, with {@code Content-Encoding: gzip}
     */
    static boolean takesGzip(String acceptEncoding) {
        return Gzip.IS_TAKEN.matcher(acceptEncoding).find();
    }

    /**
     * Reads the metrics and writes them compressed.
     *
     * @param contentType from {@link #contentType}
     * @param body of the answer; stays open
     * @throws IOException from the body
     */
    default void writeGzip(String contentType, OutputStream body) throws IOException {
        var compressed = new GZIPOutputStream(body, Gzip.PIECE);
        write(contentType, compressed);
        compressed.finish();
    }
}
