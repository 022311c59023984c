package io.awe4lb.cli.client;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The awe4lb that is asked. One thread; each call waits for its answer.
 *
 * @param address without a path
 * @param token who asks; empty where that was not said
 * @param http how it is reached
 * @param patience for a whole answer
 */
record Server(URI address, Optional<Token> token, HttpClient http, Duration patience) implements AutoCloseable {

    /** Whatever it answers. */
    Answer send(Request request) throws Failure {
        HttpResponse<String> response = await(request, http.sendAsync(authorized(request).build(), BodyHandlers.ofString()));
        return new Answer(address, response.statusCode(), response.headers(), response.body());
    }

    /** What it answers when it does what was asked; everything else is a failure. */
    Answer ask(Request request) throws Failure {
        return send(request).orFail();
    }

    /** Opens an answer that does not end. Its head has to come in time. */
    InputStream open(Request request) throws IOException, Failure {
        HttpResponse<InputStream> response;
        try {
            response = http.send(authorized(request).timeout(patience).build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException _) {
            throw interrupted();
        }
        if (response.statusCode() == Answer.OK) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw new Answer(address, response.statusCode(), response.headers(), new String(body.readAllBytes())).failure();
        }
    }

    private HttpRequest.Builder authorized(Request request) {
        HttpRequest.Builder builder = request.to(address);
        token.ifPresent(given -> builder.setHeader("Authorization", given.header()));
        return builder;
    }

    /** The timeout of a request ends with the head of its answer, so the body is timed here. */
    private <T> T await(Request request, CompletableFuture<T> answer) throws Failure {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            answer.cancel(true);
            throw Unreachable.silent(this, request);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException cause) {
                throw Unreachable.of(this, request, cause);
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException _) {
            answer.cancel(true);
            throw interrupted();
        }
    }

    private static Failure interrupted() {
        Thread.currentThread().interrupt();
        return new Failure(ExitCode.INTERRUPTED, "interrupted");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
