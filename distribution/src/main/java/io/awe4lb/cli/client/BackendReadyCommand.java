package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/** {@code backend ready}: takes a backend back. */
@Command(
        name = "ready",
        description = "Takes a backend back: it gets new connections again, if its checks say so.",
        footer = {
            "",
            "Example:",
            "  awe4lb backend ready web 10.0.0.2:80"
        })
final class BackendReadyCommand extends AdminStateCommand {

    @Override
    ObjectNode wanted() {
        return Json.object().put("state", "ready");
    }
}
