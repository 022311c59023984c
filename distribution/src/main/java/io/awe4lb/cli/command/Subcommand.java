package io.awe4lb.cli.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every command has: {@code --help}, and where it prints. Called once, on the main thread; its result is the exit code. */
public abstract class Subcommand implements Callable<Integer> {

    @Mixin
    private HelpOption help = new HelpOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Does what was asked; what cannot be done is a {@link Failure}. */
    @Override
    public abstract Integer call() throws Exception;

    /** For what was asked for. */
    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** For errors, and for what is said in passing. */
    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Something that was typed makes no sense, in a way that picocli cannot see. */
    protected final Failure misused(String sentence) {
        return new Failure(ExitCode.USAGE, sentence + "; '" + spec.qualifiedName() + " --help' says what is possible");
    }
}
