package io.awe4lb.cli.client;

import io.awe4lb.cli.command.Failure;
import io.awe4lb.cli.command.Subcommand;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only holds others together: alone it means nothing. */
abstract class Group extends Subcommand {

    @Spec
    private CommandSpec group = CommandSpec.create();

    @Override
    public final Integer call() throws Failure {
        throw misused("say which: " + String.join(", ", group.subcommands().values().stream().map(CommandLine::getCommandName).toList()));
    }
}
