package io.awe4lb.plugins.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The head of an answer, and its body on the way.
 *
 * @param status for example 200
 * @param headers the first of each name, in lower case
 * @param body without its framing; ends with an exception if it breaks off
 * @param connection is given back, or closed if the body is not at its end
 */
record Response(int status, Map<String, String> headers, InputStream body, Closeable connection) implements Closeable {

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
