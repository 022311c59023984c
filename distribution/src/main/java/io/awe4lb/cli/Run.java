package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.logging.Logback;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.metrics.Exporting;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.runtime.ApplicationLog;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.Candidate;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.FileWatch;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.runtime.Running;
import io.awe4lb.kernel.runtime.StartRule;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.kernel.store.Revision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serving a configuration until told to stop: plugins, configuration, listeners, and nothing else before the first connection; then the
 * admin server and the watch over the file.
 *
 * @param installation where the program is
 * @param configuration file or directory
 * @param pluginDirectories the bundled one first
 * @param data where what outlives the process is kept
 * @param admin where the admin server listens
 * @param err where errors go
 */
record Run(Installation installation, Path configuration, List<Path> pluginDirectories, DataOption data, AdminOption admin,
        PrintWriter err) {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");

    /** What it takes to serve a configuration. */
    private record Parts(ConfigReader reader, DataDirectory directory, PluginHost host, Events events, ApplicationLog log) {}

    /** What is served, and what it came from. */
    private record Started(Balancer balancer, Candidate candidate) {}

    /** Returns when it has stopped. */
    int untilStopped() throws Failure {
        return until(_ -> {});
    }

    /**
     * Returns when it has stopped.
     *
     * @param begun is given what serves, before the first wish to stop is obeyed
     */
    int until(Consumer<Serving> begun) throws Failure {
        Balancer.prepare();
        Serving.ignoreReload();
        try (PluginHost host = PluginHost.load(pluginDirectories); DataDirectory directory = data.open(installation)) {
            var events = new Events(InstantSource.system());
            var parts = new Parts(admin.applied(new ConfigReader(host.providers(), System::getenv)), directory, host, events,
                    new ApplicationLog(new Logback(), events));
            boolean pluginFailed = PluginNews.tell(host, parts.events());
            return switch (StartRule.decide(parts.reader(), directory.revisions(), configuration)) {
                case StartRule.Choice.Invalid(var findings) -> throw refused(findings, pluginFailed);
                case StartRule.Choice.Possible(var candidates) -> serve(candidates, parts, begun);
            };
        } catch (IOException failure) {
            throw new Failure(ExitCode.FAILURE, "the data directory cannot be closed: " + failure.getMessage());
        }
    }

    private Failure refused(List<Finding> findings, boolean pluginFailed) {
        findings.forEach(err::println);
        int exitCode = PluginFindings.areAll(findings, pluginFailed) ? ExitCode.PLUGIN : ExitCode.CONFIG;
        return new Failure(exitCode, configuration + " is not served: put right what is listed above; 'awe4lb check' looks at it again");
    }

    private int serve(List<Candidate> candidates, Parts parts, Consumer<Serving> begun) throws Failure {
        Started started = start(candidates, parts);
        try (Balancer balancer = started.balancer()) {
            var means = new LiveConfig.Means(parts.reader(), parts.directory().revisions(), balancer, parts.events());
            LiveConfig live = LiveConfig.open(started.candidate(), Optional.of(configuration), means);
            Serving serving = new Serving(balancer).obeySignals();
            begun.accept(serving);
            join(balancer, parts.log());
            serving.reloads(live); // before it says that it is ready: the admin server takes a second yet
            Exporting exporting = exporting(balancer, live, parts.host());
            Running running = running(balancer, live, parts.directory(), parts.host(), parts.log(), exporting);
            announce(running);
            try (Exporting _ = exporting.begin();
                    Administration _ = administration(running, started.candidate());
                    HeapTrim _ = HeapTrim.begin();
                    FileWatch watch = live.watch(FileWatch.INTERVAL)) {
                return serving.beforeStop(watch::close).untilStopped();
            }
        }
    }

    /** From now on the log is written as the configuration in force says. */
    static void join(Balancer balancer, ApplicationLog log) throws Failure {
        try {
            balancer.join(log);
        } catch (ChangeException stopping) {
            throw new Failure(ExitCode.FAILURE, stopping.getMessage());
        }
    }

    /** The first that can be started; why another one could not is in the log. */
    private static Started start(List<Candidate> candidates, Parts parts) throws Failure {
        Iterator<Candidate> left = candidates.iterator();
        while (true) {
            Candidate candidate = left.next();
            parts.log().use(candidate.config().log());
            try {
                return new Started(Balancer.start(candidate.config(), parts.events(), parts.directory()), candidate);
            } catch (ChangeException failure) {
                if (!left.hasNext()) {
                    throw StartFailure.of(failure);
                }
                LOG.error("not served, although {}: {}", candidate.reason(), failure.getMessage());
            }
        }
    }

    /** A first start has somebody who looks. Any later one may be a machine's at night, whose traffic comes first. */
    private static Administration administration(Running running, Candidate started) throws Failure {
        Administration administration = Administration.of(running);
        Revision revision = running.config().current().revision();
        boolean isFirst = started.revision().isEmpty() && revision.number() == 1;
        if (!isFirst) {
            return administration.wanted();
        }
        try {
            return administration.required();
        } catch (Failure failure) {
            withdraw(revision, running.data());
            throw failure;
        }
    }

    /** The next start is a first one again. */
    private static void withdraw(Revision revision, DataDirectory directory) {
        try {
            directory.revisions().withdraw(revision);
        } catch (IOException failure) {
            LOG.warn("revision {} of a start that failed cannot be removed: {}", revision.number(), failure.getMessage());
        }
    }

    /** Everything that management needs. */
    static Running running(Balancer balancer, LiveConfig live, DataDirectory directory, PluginHost host, ApplicationLog log,
            Exporting exporting) {
        return new Running(balancer, live, directory, host, host.providers(), log, StartTime.instant(), VersionCommand.version(),
                exporting);
    }

    /** What brings the metrics to others; not begun. */
    static Exporting exporting(Balancer balancer, LiveConfig live, PluginHost host) {
        return Exporting.of(balancer, live, host, StartTime.instant(), VersionCommand.version());
    }

    /** Says what is served where. */
    static void announce(Running running) {
        Balancer balancer = running.balancer();
        ListenerLines.of(balancer.config(), balancer).forEach(LOG::info);
        LOG.info("ready in {} ms", StartTime.millisAgo());
        String what = "awe4lb %s serves revision %d on the %s transport".formatted(running.version(),
                running.config().current().revision().number(), balancer.transport());
        balancer.events().publish(EventType.STARTED, Event.Severity.INFO, Subject.NONE, "", what);
    }
}
