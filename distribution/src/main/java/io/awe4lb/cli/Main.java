package io.awe4lb.cli;

import io.awe4lb.cli.client.BackendCommand;
import io.awe4lb.cli.client.ConfigCommand;
import io.awe4lb.cli.client.ConnectionsCommand;
import io.awe4lb.cli.client.EventsCommand;
import io.awe4lb.cli.client.LogCommand;
import io.awe4lb.cli.client.RouteCommand;
import io.awe4lb.cli.client.StatusCommand;
import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.command.HelpOption;
import io.awe4lb.cli.command.NumberConverter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the command, and turns how it ended into words and an exit code. */
@Command(
        name = "awe4lb",
        description = "A load balancer whose strategies, discoveries and checks are plugins.",
        customSynopsis = {
            "awe4lb [run] -c FILE_OR_DIR",
            "       awe4lb COMMAND [OPTION]…"
        },
        footer = {
            "",
            "'awe4lb COMMAND --help' says more, with an example.",
            "Exit codes: 0 ok, 1 failure while running, 2 usage, 3 configuration invalid,",
            "4 cannot bind, 5 a required plugin failed, 130 after INT, 143 after TERM."
        })
public final class Main {

    private static final String FIRST_STEPS = """
            awe4lb: no command given. Begin with one of these:
              awe4lb demo                  try it: no file needed
              awe4lb run -c FILE_OR_DIR    serve a configuration
              awe4lb check -c FILE_OR_DIR  find what is wrong with it
            'awe4lb --help' lists everything.""";

    private static final SequencedMap<String, Supplier<Callable<Integer>>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("run", RunCommand::new);
        COMMANDS.put("check", CheckCommand::new);
        COMMANDS.put("demo", DemoCommand::new);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("config", ConfigCommand::new);
        COMMANDS.put("backend", BackendCommand::new);
        COMMANDS.put("connections", ConnectionsCommand::new);
        COMMANDS.put("route", RouteCommand::new);
        COMMANDS.put("events", EventsCommand::new);
        COMMANDS.put("log", LogCommand::new);
        COMMANDS.put("plugins", PluginsCommand::new);
        COMMANDS.put("schema", SchemaCommand::new);
        COMMANDS.put("version", VersionCommand::new);
        COMMANDS.put("aot-cache", AotCacheCommand::new);
    }

    @Mixin
    private HelpOption help = new HelpOption();

    @Option(names = {"-V", "--version"}, description = "Prints the version.")
    private boolean isVersionAsked;

    @Option(names = "-t", description = "Short for 'check': awe4lb -t -c FILE_OR_DIR.")
    private boolean isCheckAsked;

    private Main() {}

    /**
     * Runs one command and ends the process.
     *
     * @param arguments as typed
     */
    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8); // whatever the locale: file names and YAML are UTF-8
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        SystemAuthorities.install();
        int exitCode = call(out, err, arguments);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /** Runs one command; what {@link #main} does without ending the process. */
    static int call(PrintWriter out, PrintWriter err, String... arguments) {
        if (arguments.length == 0) {
            err.println(FIRST_STEPS);
            return ExitCode.USAGE;
        }
        String[] expanded = Shorthand.expand(arguments);
        Optional<Path> plainRun = Shorthand.plainRun(expanded);
        return plainRun.isPresent() ? run(plainRun.get(), err) : parse(out, err, expanded);
    }

    /** Without picocli: its classes are too old for a class archive, and loading them is a quarter of a start. */
    private static int run(Path configuration, PrintWriter err) {
        try {
            Installation installation = Installation.ofSystemProperty();
            return new Run(installation, configuration, installation.pluginDirectories(), DataOption.ofEnvironment(),
                    AdminOption.ofEnvironment(), err).untilStopped();
        } catch (Failure | RuntimeException failure) {
            return failed(failure, "awe4lb run", err);
        }
    }

    private static int parse(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine(arguments[0])
                .setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((misuse, _) -> misused(misuse))
                .setExecutionExceptionHandler((failure, command, _) -> failed(failure, command.getCommandSpec().qualifiedName(), err))
                .execute(arguments);
    }

    /** With the one command that was named, for a quick start; with all of them when they are to be listed or one is looked for. */
    private static CommandLine commandLine(String name) {
        CommandLine commandLine = new CommandLine(new Main());
        Set<String> names = COMMANDS.containsKey(name) ? Set.of(name) : COMMANDS.keySet();
        names.forEach(one -> commandLine.addSubcommand(one, COMMANDS.get(one).get()));
        return commandLine.registerConverter(Long.class, new NumberConverter()).registerConverter(long.class, new NumberConverter());
    }

    private static int misused(ParameterException misuse) {
        CommandLine command = misuse.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + sentence(misuse));
        err.println("'" + name + " --help' says what is possible.");
        return ExitCode.USAGE;
    }

    private static String sentence(ParameterException misuse) {
        if (!(misuse instanceof UnmatchedArgumentException unmatched)) {
            return String.valueOf(misuse.getMessage());
        }
        String word = unmatched.getUnmatched().getFirst();
        boolean isCommand = !misuse.getCommandLine().getSubcommands().isEmpty() && !word.startsWith("-");
        String what = isCommand ? "there is no command" : unmatched.isUnknownOption() ? "there is no option" : "unexpected argument";
        List<String> near = unmatched.getSuggestions();
        return what + " '" + word + "'" + (near.isEmpty() ? "" : ": did you mean '" + near.getFirst() + "'?");
    }

    private static int failed(Exception failure, String command, PrintWriter err) {
        if (failure instanceof Failure expected) {
            err.println(command + ": " + expected.getMessage());
            return expected.exitCode();
        }
        LoggerFactory.getLogger("awe4lb").error("{} failed by a bug: please report it with the lines below", command, failure);
        return ExitCode.FAILURE;
    }
}
