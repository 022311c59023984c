package io.awe4lb.cli;

/** How the process ends; scripts and service managers rely on these numbers. */
final class ExitCode {

    static final int OK = 0;
    /** Something failed while running. */
    static final int FAILURE = 1;
    /** What was typed makes no sense. */
    static final int USAGE = 2;
    /** The configuration has errors or cannot be read. */
    static final int CONFIG = 3;
    /** A listener's address cannot be bound. */
    static final int BIND = 4;
    /** A plugin that the configuration needs failed. */
    static final int PLUGIN = 5;
    /** Ended by INT, as shells count: 128 + 2. */
    static final int INTERRUPTED = 130;
    /** Ended by TERM: 128 + 15. */
    static final int TERMINATED = 143;

    private ExitCode() {}
}
