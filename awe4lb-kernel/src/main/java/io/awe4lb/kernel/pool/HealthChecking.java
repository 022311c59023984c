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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Checks one backend again and again on a virtual thread of its own, from {@link #start} to {@link #close()}; at once when somebody asks for
 * it, and from then on again.
 */
final class HealthChecking implements AutoCloseable {

    private final HealthCheckConfig config;
    private final HealthCheck check;
    private final PoolBackend backend;
    private final Consumer<CheckResult> results;
    private final Deadline deadline;
    /** Those who do not want to wait for the interval. */
    private final LinkedBlockingQueue<CompletableFuture<CheckRun>> wishes = new LinkedBlockingQueue<>();

    private Thread thread = Thread.ofVirtual().unstarted(() -> {});

    /** @param results called on the checking thread */
    HealthChecking(HealthCheckConfig config, HealthCheck check, PoolBackend backend, Consumer<CheckResult> results) {
        this.config = config;
        this.check = check;
        this.backend = backend;
        this.results = results;
        this.deadline = new Deadline("check of " + backend.id());
    }

    /** @param among how many backends begin to be checked together, this one included */
    void start(int among) {
        thread = Thread.ofVirtual().name("checks of " + backend.id()).start(() -> run(among));
    }

    /**
     * Checks as soon as the check that runs has ended. On the thread that closes it, before it does.
     *
     * @return completed after the result was told; cancelled when it is closed before
     */
    CompletableFuture<CheckRun> now() {
        var wish = new CompletableFuture<CheckRun>();
        wishes.add(wish);
        return wish;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run(int among) {
        var cadence = new Cadence(config.interval(), ThreadLocalRandom.current());
        List<CompletableFuture<CheckRun>> askers = new ArrayList<>();
        try {
            Duration pause = cadence.first(among);
            while (true) {
                await(pause, askers);
                long begin = System.nanoTime();
                CheckResult result = probe();
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                results.accept(result);
                askers.forEach(asker -> asker.complete(new CheckRun(result, took)));
                askers.clear();
                pause = cadence.next().minus(took);
            }
        } catch (InterruptedException _) { // closed: the thread ends here, and whoever waits hears of it
            wishes.drainTo(askers);
            askers.forEach(asker -> asker.cancel(false));
        }
    }

    /** Waits until the pause is over or somebody asks; those who ask before the check begins share it. */
    private void await(Duration pause, List<CompletableFuture<CheckRun>> askers) throws InterruptedException {
        CompletableFuture<CheckRun> first = wishes.poll(pause.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            askers.add(first);
            wishes.drainTo(askers);
        }
    }

    private CheckResult probe() throws InterruptedException {
        try {
            return deadline.call(() -> check.check(new CheckTarget(backend.id(), target(), config.timeout(), config.proxyProtocol())),
                    config.timeout());
        } catch (TimeoutException _) {
            return new Failed("check_timeout", "no answer within " + config.timeout().toMillis() + " ms");
        } catch (ExecutionException failure) {
            return failure.getCause() instanceof UnknownHostException unknown
                    ? new Inconclusive("its name does not resolve: " + unknown.getMessage())
                    : new Inconclusive("the check itself failed: " + failure.getCause());
        }
    }

    /** With another host and another port nothing of the backend's own address is left, and so it may be of any kind. */
    private SocketAddress target() throws UnknownHostException {
        if (config.host().isPresent() && config.port().isPresent()) {
            return new InetSocketAddress(InetAddress.getByName(config.host().get()), config.port().get());
        }
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
