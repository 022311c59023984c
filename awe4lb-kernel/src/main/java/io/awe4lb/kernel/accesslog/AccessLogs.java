package io.awe4lb.kernel.accesslog;

import io.awe4lb.kernel.config.AccessLogConfig;
import io.awe4lb.kernel.config.AccessLogTarget;
import io.awe4lb.kernel.stats.Events;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The writers of all targets. Listeners that name the same target share its writer. A target that nobody names any more is written to the
 * end: no line is lost when a configuration changes.
 */
public final class AccessLogs implements AutoCloseable {

    private static final Duration LAST_LINES = Duration.ofSeconds(5);
    private static final Duration STEADY = Duration.ofSeconds(10);
    private static final Duration OPENING = Duration.ofSeconds(5);

    private final Duration steady;
    private final int loops;
    private final IntSupplier liveConnections;
    private final Runnable everyLoopPasses;
    private final Events events;
    private volatile Map<AccessLogTarget, LogWriter> writers = Map.of();

    /**
     * Without a target yet.
     *
     * @param loops number of event loops
     * @param liveConnections of the process
     * @param everyLoopPasses waits until every loop has done what it was about to do
     * @param events where it tells of targets that fail
     */
    public AccessLogs(int loops, IntSupplier liveConnections, Runnable everyLoopPasses, Events events) {
        this(loops, liveConnections, everyLoopPasses, events, STEADY);
    }

    AccessLogs(int loops, IntSupplier liveConnections, Runnable everyLoopPasses, Events events, Duration steady) {
        this.steady = steady;
        this.loops = loops;
        this.liveConnections = liveConnections;
        this.everyLoopPasses = everyLoopPasses;
        this.events = events;
    }

    /**
     * Opens targets that are not open yet. One call at a time, also with {@link #retire}.
     *
     * @param wanted by all listeners of a configuration
     * @return to be committed or abandoned
     * @throws IOException if one cannot be opened, naming it; nothing is left open then
     */
    public Change prepare(Collection<AccessLogConfig> wanted) throws IOException {
        Map<AccessLogTarget, LogWriter> opened = new LinkedHashMap<>();
        try {
            for (AccessLogTarget target : targets(wanted)) {
                if (!writers.containsKey(target)) {
                    opened.put(target, open(target));
                }
            }
        } catch (IOException failure) {
            opened.values().forEach(LogWriter::end);
            throw failure;
        }
        return new Change(opened);
    }

    /**
     * Looks whether {@link #prepare} would succeed, without opening anything.
     *
     * @param wanted by all listeners of a configuration
     * @throws IOException if one could not be opened, naming it
     */
    public void tryOut(Collection<AccessLogConfig> wanted) throws IOException {
        for (AccessLogTarget target : targets(wanted)) {
            if (target instanceof AccessLogTarget.File file && !writers.containsKey(target)) {
                LogFile.check(file);
            }
        }
    }

    private static Set<AccessLogTarget> targets(Collection<AccessLogConfig> wanted) {
        return wanted.stream().map(AccessLogConfig::target).collect(Collectors.toSet());
    }

    private LogWriter open(AccessLogTarget target) throws IOException {
        var writer = new LogWriter(openInTime(target), new LogNews(target.toString(), events, steady), loops, liveConnections);
        writer.start();
        return writer;
    }

    /** A file system that does not answer holds up no other change and no stop. */
    private static LogOutput openInTime(AccessLogTarget target) throws IOException {
        var opening = new CompletableFuture<LogOutput>();
        Thread.ofPlatform().name("access-log-open").daemon().start(() -> {
            try {
                opening.complete(LogOutput.open(target));
            } catch (IOException | RuntimeException | Error failure) {
                opening.completeExceptionally(failure);
            }
        });
        try {
            return opening.get(OPENING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            opening.thenAccept(LogOutput::close);
            throw new IOException(target + ": it has not opened within " + OPENING.toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException failure ? failure : new IOException(target + ": a bug", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            opening.thenAccept(LogOutput::close);
            throw new IOException(target + ": interrupted while it opened", interrupted);
        }
    }

    /** Targets of another configuration. */
    public final class Change {

        private final Map<AccessLogTarget, LogWriter> opened;
        private final Map<AccessLogTarget, LogWriter> all;

        private Change(Map<AccessLogTarget, LogWriter> opened) {
            this.opened = opened;
            this.all = new HashMap<>(writers);
            all.putAll(opened);
        }

        /**
         * How the records of a listener of this configuration are written.
         *
         * @param config of the listener; empty: not at all
         * @return to be followed by {@link #follow}
         */
        public LogPlan plan(Optional<AccessLogConfig> config) {
            return config.map(wanted -> LogPlan.of(wanted, all.get(wanted.target()), loops)).orElse(LogPlan.NOTHING);
        }

        /**
         * From now on a listener's records are written like this.
         *
         * @param log of the listener
         * @param plan of this change
         */
        public void follow(ListenerLog log, LogPlan plan) {
            log.follow(plan);
        }

        /** The targets are there to stay, until {@link AccessLogs#retire}. */
        public void commit() {
            writers = Map.copyOf(all);
        }

        /** Closes what was opened for it. */
        public void abandon() {
            opened.values().forEach(LogWriter::end);
        }
    }

    /**
     * Writes targets to the end that are not needed any more. Waits for the loops, and for what is left to be written.
     *
     * @param needed the logs of all listeners that have connections or may get some
     */
    public void retire(Stream<ListenerLog> needed) {
        Set<LogWriter> used = needed.flatMap(log -> log.plan().writer().stream()).collect(Collectors.toSet());
        Map<AccessLogTarget, LogWriter> kept = new HashMap<>(writers);
        kept.values().retainAll(used);
        List<LogWriter> unused = writers.values().stream().filter(writer -> !used.contains(writer)).toList();
        if (!unused.isEmpty()) {
            writers = Map.copyOf(kept);
            everyLoopPasses.run(); // one may have read the old plan and not have written yet
            end(unused);
        }
    }

    /** Takes the next file and the next connection: somebody has put files aside. Any thread. */
    public void reopen() {
        writers.values().forEach(LogWriter::reopen);
    }

    /**
     * What became of the lines. Any thread.
     *
     * @return one a target that is open
     */
    public List<AccessLogStats> stats() {
        return writers.values().stream().map(LogWriter::stats).toList();
    }

    /** Writes everything to the end. After the loops have ended; waits for a few seconds at most. */
    @Override
    public void close() {
        List<LogWriter> all = List.copyOf(writers.values());
        writers = Map.of();
        end(all);
    }

    private static void end(List<LogWriter> some) {
        some.forEach(LogWriter::end);
        long until = System.nanoTime() + LAST_LINES.toNanos();
        some.forEach(writer -> writer.awaitEnd(Duration.ofNanos(Math.max(1, until - System.nanoTime()))));
    }
}
