package io.awe4lb.cli.command;

/** A command cannot do what was asked. Its message is the sentence that the user sees, with what to do. */
public final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Ends the command with this exit code and this sentence. */
    public Failure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** One of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
