package io.awe4lb.cli;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.plugin.PluginInfo;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.StartException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code run}: serves until it is told to stop. */
@Command(
        name = "run",
        description = "Serves a configuration until TERM (graceful) or INT (at once).",
        footer = {
            "",
            "Examples:",
            "  awe4lb run -c my.yaml",
            "  awe4lb run -c /etc/awe4lb --plugins /opt/my-plugins"
        })
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");

    @Mixin
    private HelpOption help = new HelpOption();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private PluginsOption plugins = new PluginsOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Failure {
        Serving.ignoreReload();
        Installation installation = Installation.ofSystemProperty();
        Path path = config.path(installation);
        try (PluginHost host = plugins.load(installation)) {
            var failed = host.plugins().stream().filter(plugin -> plugin.state() == PluginInfo.State.FAILED).toList();
            failed.forEach(plugin -> LOG.warn("plugin {} failed ({}): {}", plugin.id(), plugin.path(), plugin.sentence()));
            return switch (new ConfigReader(host.providers(), System::getenv).read(path)) {
                case ConfigResult.Invalid(var findings) -> refuse(path, findings, !failed.isEmpty());
                case ConfigResult.Valid(var valid, var warnings) -> {
                    warnings.forEach(warning -> LOG.warn("{}", warning));
                    yield serve(valid);
                }
            };
        }
    }

    private int refuse(Path path, List<Finding> findings, boolean pluginFailed) throws Failure {
        findings.forEach(spec.commandLine().getErr()::println);
        int exitCode = PluginFindings.areAll(findings, pluginFailed) ? ExitCode.PLUGIN : ExitCode.CONFIG;
        throw new Failure(exitCode, path + " is not served: put right what is listed above, then try 'awe4lb check -c " + path + "'");
    }

    private static int serve(BalancerConfig config) throws Failure {
        try (Balancer balancer = Balancer.start(config)) {
            Serving serving = new Serving(balancer).obeySignals();
            ListenerLines.of(config, balancer).forEach(LOG::info);
            LOG.info("ready in {} ms", StartTime.millisAgo());
            return serving.untilStopped();
        } catch (StartException failure) {
            throw StartFailure.of(failure);
        }
    }
}
