package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.plugin.PluginInfo;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serving a configuration until told to stop: plugins, configuration, listeners, and nothing else before the first connection.
 *
 * @param configuration file or directory
 * @param pluginDirectories the bundled one first
 * @param err where errors go
 */
record Run(Path configuration, List<Path> pluginDirectories, PrintWriter err) {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");

    /** Returns when it has stopped. */
    int untilStopped() throws Failure {
        Balancer.prepare();
        Serving.ignoreReload();
        try (PluginHost host = PluginHost.load(pluginDirectories)) {
            var failed = host.plugins().stream().filter(plugin -> plugin.state() == PluginInfo.State.FAILED).toList();
            failed.forEach(plugin -> LOG.warn("plugin {} failed ({}): {}", plugin.id(), plugin.path(), plugin.sentence()));
            return switch (new ConfigReader(host.providers(), System::getenv).read(configuration)) {
                case ConfigResult.Invalid(var findings) -> throw refused(findings, !failed.isEmpty());
                case ConfigResult.Valid(var valid, var warnings) -> {
                    warnings.forEach(warning -> LOG.warn("{}", warning));
                    yield serve(valid);
                }
            };
        }
    }

    private Failure refused(List<Finding> findings, boolean pluginFailed) {
        findings.forEach(err::println);
        int exitCode = PluginFindings.areAll(findings, pluginFailed) ? ExitCode.PLUGIN : ExitCode.CONFIG;
        return new Failure(exitCode, configuration + " is not served: put right what is listed above; 'awe4lb check' looks at it again");
    }

    private static int serve(BalancerConfig config) throws Failure {
        try (Balancer balancer = Balancer.start(config)) {
            Serving serving = new Serving(balancer).obeySignals();
            announce(config, balancer);
            return serving.untilStopped();
        } catch (StartException failure) {
            throw StartFailure.of(failure);
        }
    }

    /** Says what is served where. */
    static void announce(BalancerConfig config, Balancer balancer) {
        ListenerLines.of(config, balancer).forEach(LOG::info);
        LOG.info("ready in {} ms", StartTime.millisAgo());
    }
}
