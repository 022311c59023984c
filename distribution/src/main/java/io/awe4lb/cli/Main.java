package io.awe4lb.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            DemoCommand.class,
            PluginsCommand.class,
            SchemaCommand.class,
            VersionCommand.class,
            AotCacheCommand.class
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
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((misuse, _) -> misused(misuse))
                .setExecutionExceptionHandler((failure, command, _) -> failed(failure, command))
                .execute(Shorthand.expand(arguments));
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
        boolean isCommand = misuse.getCommandLine().getParent() == null && !word.startsWith("-");
        String what = isCommand ? "there is no command" : unmatched.isUnknownOption() ? "there is no option" : "unexpected argument";
        List<String> near = unmatched.getSuggestions();
        return what + " '" + word + "'" + (near.isEmpty() ? "" : ": did you mean '" + near.getFirst() + "'?");
    }

    private static int failed(Exception failure, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        if (failure instanceof Failure expected) {
            command.getErr().println(name + ": " + expected.getMessage());
            return expected.exitCode();
        }
        LoggerFactory.getLogger("awe4lb").error("{} failed by a bug: please report it with the lines below", name, failure);
        return ExitCode.FAILURE;
    }
}
