package io.awe4lb.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines that come when they come, read by a thread of its own: so that silence can be told from a pause. */
final class LineQueue implements AutoCloseable {

    private static final int CAPACITY = 1024;

    /** What was read. */
    private sealed interface Read {
        record Line(String text) implements Read {}

        record End() implements Read {}

        record Broken(IOException failure) implements Read {}
    }

    private final BlockingQueue<Read> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final InputStream in;
    private final Thread reader;

    /** Begins to read; the stream is closed with this. */
    LineQueue(InputStream in) {
        this.in = in;
        this.reader = Thread.ofVirtual().name("event-lines").start(this::read);
    }

    /**
     * The next line.
     *
     * @return empty at the end
     * @throws IOException it broke off, or nothing came in that time
     */
    Optional<String> next(Duration atMost) throws IOException, InterruptedException {
        Read read = queue.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        return switch (read) {
            case Read.Line(var text) -> Optional.of(text);
            case Read.End() -> Optional.empty();
            case Read.Broken(var failure) -> throw failure;
            case null -> throw new IOException("nothing came for " + atMost.toSeconds() + " s");
        };
    }

    private void read() {
        try {
            put(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed: nobody reads what is left
        }
    }

    private void put(BufferedReader lines) throws InterruptedException {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                queue.put(new Read.Line(line));
            }
            queue.put(new Read.End());
        } catch (IOException failure) {
            queue.put(new Read.Broken(failure));
        }
    }

    @Override
    public void close() throws IOException {
        reader.interrupt();
        in.close();
    }
}
