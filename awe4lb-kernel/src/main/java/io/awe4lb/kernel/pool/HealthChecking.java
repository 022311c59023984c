package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.HealthCheckConfig;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckResult.Failed;
import io.awe4lb.spi.CheckResult.Inconclusive;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Checks one backend again and again on a virtual thread of its own, from {@link #start()} to {@link #close()}. */
final class HealthChecking implements AutoCloseable {

    private static final Duration LONGEST_FIRST_DELAY = Duration.ofMillis(100);

    private final HealthCheckConfig config;
    private final HealthCheck check;
    private final PoolBackend backend;
    private final Consumer<CheckResult> results;
    private final Thread thread;
    private final Deadline deadline;

    /** @param results called on the checking thread */
    HealthChecking(HealthCheckConfig config, HealthCheck check, PoolBackend backend, Consumer<CheckResult> results) {
        this.config = config;
        this.check = check;
        this.backend = backend;
        this.results = results;
        this.thread = Thread.ofVirtual().name("checks of " + backend.id()).unstarted(this::run);
        this.deadline = new Deadline("check of " + backend.id());
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            long spread = Math.min(LONGEST_FIRST_DELAY.toNanos(), config.interval().toNanos());
            Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(spread)));
            while (true) {
                long begin = System.nanoTime();
                results.accept(probe());
                Thread.sleep(config.interval().minusNanos(System.nanoTime() - begin));
            }
        } catch (InterruptedException _) { // closed: the thread ends here
            return;
        }
    }

    private CheckResult probe() throws InterruptedException {
        try {
            return deadline.call(() -> check.check(new CheckTarget(backend.id(), target(), config.timeout())), config.timeout());
        } catch (TimeoutException _) {
            return new Failed("check_timeout", "no answer within " + config.timeout().toMillis() + " ms");
        } catch (ExecutionException failure) {
            return failure.getCause() instanceof UnknownHostException unknown
                    ? new Inconclusive("its name does not resolve: " + unknown.getMessage())
                    : new Inconclusive("the check itself failed: " + failure.getCause());
        }
    }

    private SocketAddress target() throws UnknownHostException {
        List<SocketAddress> addresses = backend.addresses();
        if (addresses.isEmpty()) {
            throw new UnknownHostException(backend.spec().address().toString());
        }
        SocketAddress own = addresses.get(Math.min(backend.preferred(), addresses.size() - 1));
        if (!(own instanceof InetSocketAddress inet)) {
            return own;
        }
        InetAddress host = config.host().isPresent() ? InetAddress.getByName(config.host().get()) : inet.getAddress();
        return new InetSocketAddress(host, config.port().orElse(inet.getPort()));
    }
}
