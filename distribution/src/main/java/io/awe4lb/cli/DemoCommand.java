package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.command.Subcommand;
import io.awe4lb.cli.demo.Demo;
import io.awe4lb.cli.demo.Training;
import io.awe4lb.cli.logging.Logback;
import io.awe4lb.kernel.config.AdminConfig;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.metrics.Exporting;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.runtime.ApplicationLog;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.Candidate;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.runtime.Running;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.spi.Address;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
    private record Started(Balancer balancer, Candidate candidate, ConfigReader reader, Events events) {}

    @Override
    public Integer call() throws Failure, IOException {
        Balancer.prepare();
        Serving.ignoreReload();
        Installation installation = Installation.ofSystemProperty();
        try (PluginHost plugins = PluginHost.load(installation.pluginDirectories());
                Demo demo = Demo.open();
                DataDirectory directory = DataDirectory.inMemory()) {
            Started started = isTraining ? start(demo, plugins, directory, 0, 0)
                    : start(demo, plugins, directory, FIRST_PORT, LAST_PORT);
            try (Balancer balancer = started.balancer()) {
                var means = new LiveConfig.Means(started.reader(), directory.revisions(), balancer, started.events());
                LiveConfig live = LiveConfig.open(started.candidate(), Optional.empty(), means);
                ApplicationLog log = new ApplicationLog(new Logback(), started.events());
                Run.join(balancer, log);
                Exporting exporting = Run.exporting(balancer, live, plugins);
                Running running = Run.running(balancer, live, directory, plugins, log, exporting);
                try (Exporting _ = exporting.begin(); Administration administration = Administration.of(running).required()) {
                    return isTraining ? train(running, demo, administration, installation)
                            : serve(started, demo, administration, installation);
                }
            }
        }
    }

    /** On the first port that is free. */
    private Started start(Demo demo, PluginHost plugins, DataDirectory directory, int firstPort, int lastPort)
            throws Failure, IOException {
        String admin = isTraining ? "127.0.0.1:0" : freeAdminAddress();
        var reader = new ConfigReader(plugins.providers(), _ -> null);
        for (int port = firstPort; port <= lastPort; port++) {
            Candidate candidate = read(reader, demo.configuration(port, admin));
            try {
                var events = new Events(InstantSource.system());
                Balancer balancer = Balancer.start(candidate.config(), events, directory);
                return new Started(balancer, candidate, reader, events);
            } catch (ChangeException failure) {
                if (failure.reason() != ChangeException.Reason.BIND) {
                    throw StartFailure.of(failure);
                }
            }
        }
        throw new Failure(ExitCode.BIND,
                "none of the ports %d to %d is free: 'ss -ltnp' shows who listens there".formatted(firstPort, lastPort));
    }

    /** The usual one, if nobody has it now; else any. */
    private static String freeAdminAddress() {
        Address.Inet usual = AdminConfig.DEFAULT_BIND;
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(usual.host(), usual.port()));
            return usual.toString();
        } catch (IOException _) { // another awe4lb, most likely
            return usual.host() + ":0";
        }
    }

    private Candidate read(ConfigReader reader, String configuration) throws Failure {
        return switch (reader.read("demo.yaml", configuration)) {
            case ConfigResult.Valid valid -> Candidate.ofText(configuration, valid);
            case ConfigResult.Invalid(var findings) -> {
                findings.forEach(err()::println);
                throw new Failure(ExitCode.PLUGIN, "the bundled plugins are not complete: 'awe4lb plugins' says which failed");
            }
        };
    }

    private int serve(Started started, Demo demo, Administration administration, Installation installation) {
        Serving serving = new Serving(started.balancer()).obeySignals();
        DemoText.of(address(started.balancer()), administration.address(), demo.token(), started.candidate().draft().text(), installation)
                .forEach(out()::println);
        int exitCode = serving.untilStopped();
        return exitCode == ExitCode.INTERRUPTED ? ExitCode.OK : exitCode; // Ctrl-C is how a demonstration ends
    }

    /** Uses what a user uses, so that the JVM records what it takes. */
    private int train(Running running, Demo demo, Administration administration, Installation installation) throws Failure, IOException {
        Run.announce(running);
        int answers = new Training(address(running.balancer())).run();
        administration.address().ifPresent(admin -> List.of("status", "config get", "config history", "backend drain demo backend-2",
                "backend ready demo backend-2", "connections list", "events").forEach(command -> steer(command, admin, demo.token())));
        out().println(answers + " answers");
        running.balancer().stop();
        serveOnce(demo, installation);
        return ExitCode.OK;
    }

    /** What is started most often: a file is served until TERM. */
    private void serveOnce(Demo demo, Installation installation) throws Failure, IOException {
        Path file = Files.createTempFile("awe4lb-training", ".yaml");
        try {
            Files.writeString(file, demo.configuration(0, "127.0.0.1:0"));
            var run = new Run(installation, file, installation.pluginDirectories(), DataOption.off(), AdminOption.ofEnvironment(), err());
            run.until(serving -> serving.stop(Serving.Stop.GRACEFULLY));
        } finally {
            Files.delete(file);
        }
    }

    private static void steer(String command, URI admin, String token) {
        var nowhere = new PrintWriter(Writer.nullWriter());
        Main.call(nowhere, nowhere, (command + " --server " + admin + " --token " + token).split(" "));
    }

    private static InetSocketAddress address(Balancer balancer) {
        return (InetSocketAddress) balancer.addresses().get("demo").getFirst();
    }
}
