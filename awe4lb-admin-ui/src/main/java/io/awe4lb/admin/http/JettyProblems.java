package io.awe4lb.admin.http;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Makes problem documents of what the HTTP server itself refuses, before any route is looked for. */
final class JettyProblems extends ErrorHandler {

    private static final Map<Integer, ProblemCode> CODES = Map.of(404, ProblemCode.NOT_FOUND, 405, ProblemCode.METHOD_NOT_ALLOWED, 408,
            ProblemCode.REQUEST_TIMEOUT, 413, ProblemCode.TOO_LARGE, 500, ProblemCode.INTERNAL_ERROR, 503, ProblemCode.STOPPING);

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(Request request, Response response, int status, @Nullable String message, @Nullable Throwable cause,
            Callback callback) {
        ProblemCode code = CODES.getOrDefault(status, ProblemCode.BAD_REQUEST);
        Gate.refuse(response, callback, new Problem(status, code, sentence(status, message), List.of(), Map.of()));
    }

    private static String sentence(int status, @Nullable String message) {
        return switch (status) {
            case 414, 431 -> "the request's line and headers are longer than the 8 KiB that are allowed";
            case 500 -> "this is a bug: the log has more";
            case 503 -> "the process is stopping";
            default -> message == null || message.isBlank() ? HttpStatus.getMessage(status)
                    : "this is no request that is understood: " + message;
        };
    }
}
