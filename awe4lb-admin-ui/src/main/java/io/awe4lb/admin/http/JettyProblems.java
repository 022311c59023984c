package io.awe4lb.admin.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Makes problem documents of what the HTTP server itself refuses, before any route is looked for. */
final class JettyProblems extends ErrorHandler {

    private static final Map<Integer, String> CODES = Map.of(400, "bad-request", 404, "not-found", 405, "method-not-allowed", 408, "too-slow",
            413, "too-large", 414, "uri-too-long", 431, "headers-too-large", 503, "unavailable", 505, "http-version");

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(Request request, Response response, int code, String message, @Nullable Throwable cause,
            Callback callback) {
        String sentence = code >= 500 && code != 503 && code != 505 ? "This is a bug; the log has it." : sentence(code, message);
        Gate.refuse(response, callback, Problem.of(code, CODES.getOrDefault(code, "refused"), sentence));
    }

    private static String sentence(int code, @Nullable String message) {
        String usual = HttpStatus.getMessage(code);
        return message == null || message.isBlank() || message.equals(usual) ? "The request was refused: " + usual + "."
                : "The request was refused: " + message + ".";
    }
}
