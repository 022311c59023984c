package io.awe4lb.plugins.health.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What a program prints, on both of its streams, read while it runs so that it never has to wait. On a platform thread: reading from a pipe
 * holds the carrier of a virtual one, and programs that hang would use up those of all checks.
 */
final class Printed {

    /** Bytes that are kept; more end the check. */
    static final int MOST = 64 << 10;
    /** How often the waiting side looks whether it is too long. */
    static final int LOOK_MILLIS = 100;

    /** For the rest, once the program has ended: something it left behind may hold the stream open. */
    private static final Duration REST = Duration.ofMillis(200);
    private static final int CHUNK = 4096;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final InputStream stream;
    private final Thread reader;
    private volatile boolean isTooLong;

    private Printed(InputStream stream) {
        this.stream = stream;
        this.reader = Thread.ofPlatform().daemon().name("output of a check").unstarted(this::read);
    }

    static Printed by(Process process) {
        var printed = new Printed(process.getInputStream());
        printed.reader.start();
        return printed;
    }

    private void read() {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int read = stream.read(chunk); read >= 0 && !isTooLong; read = stream.read(chunk)) {
                bytes.write(chunk, 0, read);
                isTooLong = bytes.size() > MOST;
            }
        } catch (IOException _) { // it was killed: what has come is all there is
            return;
        }
    }

    boolean isTooLong() {
        return isTooLong;
    }

    byte[] soFar() {
        return bytes.toByteArray();
    }

    byte[] complete() throws InterruptedException {
        reader.join(REST);
        return soFar();
    }
}
