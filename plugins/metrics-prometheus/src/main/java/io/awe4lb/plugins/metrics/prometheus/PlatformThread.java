package io.awe4lb.plugins.metrics.prometheus;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Runs on a thread of the platform what is slow on a virtual one. There, {@code BufferedWriter} begins with 512 characters and is copied for
 * each few more, until it has 8192 (JDK 25): 19 MB of garbage for a page, which the library writes in small pieces.
 */
final class PlatformThread {

    private PlatformThread() {}

    /** Returns when it is done. An interrupt is handed on; what uses the caller's things is waited for all the same. */
    static void run(Callable<Void> task) throws IOException {
        var running = new FutureTask<>(task);
        Thread thread = Thread.ofPlatform().name("metrics-page").daemon().start(running);
        boolean isInterrupted = false;
        try {
            while (!running.isDone()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    isInterrupted = true;
                    thread.interrupt();
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (running.state() == Future.State.FAILED) {
            rethrow(running.exceptionNow());
        }
    }

    private static void rethrow(Throwable failure) throws IOException {
        switch (failure) {
            case IOException io -> throw io;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            default -> throw new IOException(failure);
        }
    }
}
