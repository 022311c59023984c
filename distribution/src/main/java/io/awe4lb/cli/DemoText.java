package io.awe4lb.cli;

import java.net.InetSocketAddress;
import java.util.List;

/** What the demonstration says about itself. */
final class DemoText {

    private DemoText() {}

    static List<String> of(InetSocketAddress address, String configuration, Installation installation) {
        String host = address.getAddress().getHostAddress();
        String example = installation.example().toString();
        return """
                awe4lb listens on %1$s:%2$d and balances over three backends inside this process.

                Try, in another terminal:
                  curl http://%1$s:%2$d/                                          one backend answers with its name
                  for i in 1 2 3 4 5 6; do curl -s http://%1$s:%2$d/; done        each in turn
                  nc %1$s %2$d                                                    type: the same backend answers every line

                It runs on this configuration:

                %3$s
                For your own backends: copy %4$s to my.yaml, edit it, then
                  awe4lb check -c my.yaml
                  awe4lb run -c my.yaml

                Ctrl-C ends the demonstration.""".formatted(host, address.getPort(), configuration.indent(2), example).lines().toList();
    }
}
