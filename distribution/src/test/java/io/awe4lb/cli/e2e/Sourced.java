package io.awe4lb.cli.e2e;

/** What tests of discoveries have at hand: a pool that is served from a source outside the configuration. */
abstract class Sourced extends Administered {

    /** The one that was started last. */
    Awe4lb last;

    final Api serving(String discovery) throws Exception {
        last = administered(admin() + """
                listeners:
                  web: {bind: "%s", pool: web}
                pools:
                  web: {strategy: round-robin, discovery: %s}
                """.formatted(web, discovery));
        return api(last);
    }

    final String served() throws Exception {
        try (Peer client = Peer.connect(web.address())) {
            return client.line();
        }
    }

    final void serves(String... names) throws Exception {
        for (String name : names) {
            Eventually.until("a client gets " + name, () -> served().equals(name));
        }
    }

    static void fails(Api api, String sentence) throws Exception {
        Eventually.until("discovery fails with: " + sentence,
                () -> api.get(pool("web")).with(200).at("/discoveryFailure").contains(sentence));
    }

    static void works(Api api) throws Exception {
        Eventually.until("discovery works", () -> api.get(pool("web")).with(200).at("/discoveryFailure").isEmpty());
    }
}
