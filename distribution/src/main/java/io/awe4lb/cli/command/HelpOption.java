package io.awe4lb.cli.command;

import picocli.CommandLine.Option;

/** {@code --help}, the same in every command. */
public final class HelpOption {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Says this.")
    private boolean isAsked;
}
