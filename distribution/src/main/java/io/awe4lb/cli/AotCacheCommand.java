package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.command.Subcommand;
import picocli.CommandLine.Command;

/** {@code aot-cache}: stands in the list of commands; the start script does it before Java starts. */
@Command(name = "aot-cache", description = "Once on each machine: makes every later start shorter.")
final class AotCacheCommand extends Subcommand {

    @Override
    public Integer call() throws Failure {
        throw new Failure(ExitCode.USAGE, "the start script does this: run bin/awe4lb aot-cache");
    }
}
