package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.command.Subcommand;
import io.awe4lb.cli.demo.Demo;
import io.awe4lb.cli.demo.Training;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Providers;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.StartException;
import java.io.IOException;
import java.net.InetSocketAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: a balancer with backends of its own. */
@Command(
        name = "demo",
        description = {
            "Shows what awe4lb does: no file needed.",
            "Starts three backends that say their name, balances over them on 127.0.0.1:8080",
            "(or the next free port), and says what to try. Ctrl-C ends it with exit code 0."
        },
        footer = {
            "",
            "Example:",
            "  awe4lb demo"
        })
final class DemoCommand extends Subcommand {

    private static final int FIRST_PORT = 8080;
    private static final int LAST_PORT = 8099;

    @Option(names = "--train", hidden = true, description = "Uses the demonstration for a moment and ends.")
    private boolean isTraining;

    /** What runs, and what it was told. */
    private record Started(Balancer balancer, BalancerConfig config, String configuration) {}

    @Override
    public Integer call() throws Failure, IOException {
        Balancer.prepare();
        Serving.ignoreReload();
        Installation installation = Installation.ofSystemProperty();
        try (PluginHost plugins = PluginHost.load(installation.pluginDirectories()); Demo demo = Demo.open()) {
            Started started = isTraining ? start(demo, plugins.providers(), 0, 0) : start(demo, plugins.providers(), FIRST_PORT, LAST_PORT);
            try (Balancer balancer = started.balancer()) {
                return isTraining ? train(balancer, started.config()) : serve(balancer, started.configuration(), installation);
            }
        }
    }

    /** On the first port that is free. */
    private Started start(Demo demo, Providers providers, int firstPort, int lastPort) throws Failure, IOException {
        for (int port = firstPort; port <= lastPort; port++) {
            String configuration = demo.configuration(port);
            try {
                BalancerConfig config = read(providers, configuration);
                return new Started(Balancer.start(config), config, configuration);
            } catch (StartException failure) {
                if (failure.reason() != StartException.Cause.BIND) {
                    throw StartFailure.of(failure);
                }
            }
        }
        throw new Failure(ExitCode.BIND,
                "none of the ports %d to %d is free: 'ss -ltnp' shows who listens there".formatted(firstPort, lastPort));
    }

    private BalancerConfig read(Providers providers, String configuration) throws Failure {
        return switch (new ConfigReader(providers, _ -> null).read("demo.yaml", configuration)) {
            case ConfigResult.Valid(var config, _) -> config;
            case ConfigResult.Invalid(var findings) -> {
                findings.forEach(err()::println);
                throw new Failure(ExitCode.PLUGIN, "the bundled plugins are not complete: 'awe4lb plugins' says which failed");
            }
        };
    }

    private int serve(Balancer balancer, String configuration, Installation installation) {
        Serving serving = new Serving(balancer).obeySignals();
        DemoText.of(address(balancer), configuration, installation).forEach(out()::println);
        int exitCode = serving.untilStopped();
        return exitCode == ExitCode.INTERRUPTED ? ExitCode.OK : exitCode; // Ctrl-C is how a demonstration ends
    }

    private int train(Balancer balancer, BalancerConfig config) throws IOException {
        Run.announce(config, balancer);
        int answers = new Training(address(balancer)).run();
        out().println(answers + " answers");
        balancer.stop();
        return ExitCode.OK;
    }

    private static InetSocketAddress address(Balancer balancer) {
        return (InetSocketAddress) balancer.addresses().get("demo").getFirst();
    }
}
