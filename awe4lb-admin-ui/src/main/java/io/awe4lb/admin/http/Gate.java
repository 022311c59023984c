package io.awe4lb.admin.http;

import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets only so many requests and streams in at once. Liveness and readiness are always answered. */
public final class Gate extends Handler.Wrapper {

    private static final String SLOT = Gate.class.getName();
    private static final Set<String> ALWAYS = Set.of("/livez", "/readyz");

    private final Slots requests;
    private final Slots streams;

    /** A place among the streams. */
    @FunctionalInterface
    public interface Place extends AutoCloseable {

        /** Gives it back. Idempotent. */
        @Override
        void close();
    }

    /**
     * With limits.
     *
     * @param limits of requests and streams
     */
    public Gate(Limits limits) {
        this.requests = new Slots(limits.requests());
        this.streams = new Slots(limits.streams());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean isProbe = isProbe(request.getHttpURI().getPath());
        Slots.Slot slot = isProbe ? null : requests.take();
        if (slot == null && !isProbe) {
            if (request.getLength() != 0) {
                response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE); // its body is not read
            }
            refuse(response, callback, ProblemCode.OVERLOADED.problem("too many requests at once: try again").with("Retry-After", "1"));
            return true;
        }
        Door.busy(request);
        if (slot != null) {
            request.setAttribute(SLOT, slot);
        }
        Request.addCompletionListener(request, _ -> {
            if (slot != null) {
                slot.close();
            }
            Door.idle(request);
        });
        return super.handle(request, response, callback);
    }

    /**
     * Whether it is asked for liveness or readiness.
     *
     * @param path of a request
     * @return whether it is answered whatever else goes on
     */
    public static boolean isProbe(String path) {
        return ALWAYS.contains(path);
    }

    /**
     * Makes a stream of a request: it no longer counts as a request.
     *
     * @param context of the request
     * @return to close at its end
     * @throws ProblemException 503, if there are too many
     */
    public Place stream(Context context) {
        Slots.Slot stream = streams.take();
        if (stream == null) {
            throw ProblemCode.OVERLOADED.problem("too many streams are open: close one, or try again later").with("Retry-After", "5")
                    .exception();
        }
        if (context.req().getAttribute(SLOT) instanceof Slots.Slot request) {
            request.close();
        }
        return stream::close;
    }

    /**
     * Requests under way, streams not counted.
     *
     * @return 0 or more
     */
    public int requests() {
        return requests.taken();
    }

    /**
     * Streams that are open.
     *
     * @return 0 or more
     */
    public int streams() {
        return streams.taken();
    }

    /** Answers with a problem where no servlet has a say. */
    static void refuse(Response response, Callback callback, Problem problem) {
        response.setStatus(problem.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
        problem.headers().forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(problem.document()), callback);
    }
}
