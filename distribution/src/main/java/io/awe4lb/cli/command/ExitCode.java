package io.awe4lb.cli.command;

/** How the process ends; scripts and service managers rely on these numbers. */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;
    /** Something failed while running. */
    public static final int FAILURE = 1;
    /** What was typed makes no sense. */
    public static final int USAGE = 2;
    /** The configuration has errors or cannot be read. */
    public static final int CONFIG = 3;
    /** A listener's address cannot be bound. */
    public static final int BIND = 4;
    /** A plugin that the configuration needs failed. */
    public static final int PLUGIN = 5;
    /** Ended by INT, as shells count: 128 + 2. */
    public static final int INTERRUPTED = 130;
    /** Ended by TERM: 128 + 15. */
    public static final int TERMINATED = 143;

    private ExitCode() {}
}
