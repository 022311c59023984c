package io.awe4lb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aot-cache}: stands in the list of commands; the start script does it before Java starts. */
@Command(name = "aot-cache", description = "Once on each machine: makes every later start shorter.")
final class AotCacheCommand implements Callable<Integer> {

    @Mixin
    private HelpOption help = new HelpOption();

    @Override
    public Integer call() throws Failure {
        throw new Failure(ExitCode.USAGE, "the start script does this: run bin/awe4lb aot-cache");
    }
}
