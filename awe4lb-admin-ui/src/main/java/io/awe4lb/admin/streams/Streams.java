package io.awe4lb.admin.streams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Gate;
import io.awe4lb.admin.security.Right;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The streams that are open. Each keeps its request's virtual thread until the client goes, may no longer read or management stops. The
 * right to read is looked at before each message, so it does not matter whether it ended before or after the stream began.
 */
public final class Streams implements AutoCloseable {

    private final Gate gate;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** What is sent. */
    @FunctionalInterface
    public interface Source {

        /**
         * Sends until the stream is over.
         *
         * @param stream of one client
         * @throws InterruptedException when management stops
         */
        void send(Stream stream) throws InterruptedException;
    }

    /**
     * None yet.
     *
     * @param gate that counts them
     */
    public Streams(Gate gate) {
        this.gate = gate;
    }

    /**
     * Makes a stream of a request. Returns when it is over.
     *
     * @param context of the request
     * @param source what is sent
     * @throws InterruptedException when management stops
     * @throws IOException if there is nothing to write to
     */
    public void open(Context context, Source source) throws InterruptedException, IOException {
        try (Gate.Place _ = gate.stream(context)) {
            context.res().setStatus(200);
            context.res().setCharacterEncoding(null); // it is UTF-8 always, and has no such parameter
            context.res().setContentType("text/event-stream");
            context.res().setHeader("Cache-Control", "no-store");
            context.res().setHeader("X-Accel-Buffering", "no");
            Stream stream = new Stream(context.res().getOutputStream(), Right.of(context));
            open.add(stream);
            try {
                if (!closed) {
                    source.send(stream);
                }
            } finally {
                open.remove(stream);
            }
        }
    }

    /** One client's stream. For the request's thread and, to end it, any other. */
    public static final class Stream {

        private final ServletOutputStream output;
        private final Right right;
        private final CountDownLatch over = new CountDownLatch(1);

        private Stream(ServletOutputStream output, Right right) {
            this.output = output;
            this.right = right;
        }

        /**
         * Sends a message.
         *
         * @param data the document
         * @return false when the stream is over
         */
        public boolean data(ObjectNode data) {
            return write("data: " + data + "\n\n");
        }

        /**
         * Sends a message that the client can go on after.
         *
         * @param id of the message
         * @param data the document
         * @return false when the stream is over
         */
        public boolean data(long id, ObjectNode data) {
            return write("id: " + id + "\ndata: " + data + "\n\n");
        }

        /**
         * Sends a message with a name.
         *
         * @param name of the message
         * @param data the document
         * @return false when the stream is over
         */
        public boolean named(String name, ObjectNode data) {
            return write("event: " + name + "\ndata: " + data + "\n\n");
        }

        /**
         * Sends what clients skip, to see whether this one is still there.
         *
         * @return false when the stream is over
         */
        public boolean comment() {
            return write(":\n\n");
        }

        /**
         * Whether nothing more can be sent.
         *
         * @return true when the client has gone or may not read any more, or management stops
         */
        public boolean isOver() {
            return over.getCount() == 0 || !right.holds();
        }

        /**
         * Waits between two messages.
         *
         * @param time unless the stream ends before
         * @throws InterruptedException when management stops
         */
        public void pause(Duration time) throws InterruptedException {
            over.await(time.toNanos(), TimeUnit.NANOSECONDS);
        }

        private boolean write(String text) {
            if (isOver()) {
                return false;
            }
            try {
                output.write(text.getBytes(StandardCharsets.UTF_8));
                output.flush();
                return true;
            } catch (IOException _) { // the client has gone, or reads nothing for too long
                over.countDown();
                return false;
            }
        }
    }

    /** Ends all that are open: whoever may still listen comes again. */
    public void endAll() {
        open.forEach(stream -> stream.over.countDown());
    }

    /** Ends all of them for good. */
    @Override
    public void close() {
        closed = true;
        endAll();
    }
}
