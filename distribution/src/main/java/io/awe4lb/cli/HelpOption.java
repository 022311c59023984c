package io.awe4lb.cli;

import picocli.CommandLine.Option;

/** {@code --help}, the same in every command. */
final class HelpOption {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Says this.")
    private boolean isAsked;
}
