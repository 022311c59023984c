package io.awe4lb.cli;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What the demonstration says about itself. */
final class DemoText {

    private DemoText() {}

    static List<String> of(InetSocketAddress address, Optional<URI> admin, String token, String configuration, Installation installation) {
        String host = address.getAddress().getHostAddress();
        String example = installation.example().toString();
        return """
                awe4lb listens on %1$s:%2$d and balances over three backends inside this process.

                Try, in another terminal:
                  curl http://%1$s:%2$d/                                          one backend answers with its name
                  for i in 1 2 3 4 5 6; do curl -s http://%1$s:%2$d/; done        each in turn
                  nc %1$s %2$d                                                    type: the same backend answers every line

                %5$sIt runs on this configuration:

                %3$s
                For your own backends: copy %4$s to my.yaml, edit it, then
                  awe4lb check -c my.yaml
                  awe4lb run -c my.yaml

                Each connection leaves a line here when it ends.
                Ctrl-C ends the demonstration.""".formatted(host, address.getPort(), configuration.indent(2), example,
                admin.map(uri -> steering(uri, token, installation)).orElse("")).lines().toList();
    }

    private static String steering(URI admin, String token, Installation installation) {
        return """
                Look at it and steer it, in a browser:
                  %1$s/#login/%2$s

                Or in another terminal:
                  export AWE4LB_SERVER=%1$s AWE4LB_TOKEN=%2$s
                  %3$s status
                  %3$s backend drain demo backend-2                     and ask again: it is left out
                  curl -H "Authorization: Bearer $AWE4LB_TOKEN" $AWE4LB_SERVER/api/v1/pools

                """.formatted(admin.toString().replaceAll("/$", ""), token, installation.command());
    }
}
