package io.awe4lb.cli;

/** A command cannot do what was asked. Its message is the sentence that the user sees, with what to do. */
final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Failure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
