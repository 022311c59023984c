package io.awe4lb.plugins.health.conversation;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a backend answers, counted. */
public final class Received extends FilterInputStream {

    private long count;

    Received(InputStream in) {
        super(in);
    }

    /** Bytes so far. */
    public long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count += value < 0 ? 0 : 1;
        return value;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        int read = super.read(into, from, most);
        count += Math.max(read, 0);
        return read;
    }

    /** The next byte. @throws EOFException if the backend has ended the connection */
    public int next() throws IOException {
        int value = read();
        if (value < 0) {
            throw new EOFException();
        }
        return value;
    }

    /** Exactly so many bytes. @throws EOFException if the backend has ended the connection before */
    public byte[] next(int length) throws IOException {
        byte[] bytes = readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }
}
