package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What tests of a running program that is administered have at hand: two backends, one listener, a token for each role. */
abstract class Administered extends EndToEnd {

    static final String ADMIN = "token-of-an-admin-0123456789";
    static final String OPERATOR = "token-of-an-operator-0123456789";
    static final String VIEWER = "token-of-a-viewer-0123456789";

    static final String WEB = "/api/v1/listeners/web";
    static final String CONFIG = "/api/v1/config";

    private static final Pattern ADDRESS = Pattern.compile("(?:admin server|management): (https?://\\S+)");

    NamedBackend a;
    NamedBackend b;
    Place web;
    Path file;
    Path data;

    @Override
    final void prepare() throws IOException {
        super.prepare();
        a = backend("a");
        b = backend("b");
        web = Place.free();
        data = directory.resolve("data");
    }

    /** The part of a configuration that says who may do what. */
    static String admin() {
        return """
                admin:
                  auth:
                    tokens:
                      root: {token: %s, role: admin}
                      ops: {token: %s, role: operator}
                      eye: {token: %s, role: viewer}
                """.formatted(ADMIN, OPERATOR, VIEWER);
    }

    /** Every connection gets {@code a}: {@code b} is not there yet. */
    final String servingA() {
        return admin() + """
                listeners:
                  web: {bind: "%s", pool: web}     # the shop
                pools:
                  web: {strategy: round-robin, backends: ["%s"]}
                """.formatted(web, a);
    }

    /** Every second connection gets {@code b}. */
    final String servingBoth() {
        return servingA().replace("\"" + a + "\"", "\"" + a + "\", \"" + b + "\"");
    }

    final Awe4lb administered(String configuration) throws Exception {
        file = file("awe4lb.yaml", configuration);
        return again();
    }

    /** How it is started. */
    Launch launch() {
        return Launch.shared();
    }

    /** Starts it from the file and the data directory that are there. */
    final Awe4lb again() throws Exception {
        Awe4lb awe4lb = started(launch(), "run", "-c", file.toString(), "--data", data.toString(), "--admin", "127.0.0.1:0").ready();
        awe4lb.err().says(ADDRESS);
        return awe4lb;
    }

    final Api api(Awe4lb awe4lb) throws Exception {
        return api(awe4lb, ADMIN);
    }

    final Api api(Awe4lb awe4lb, String token) throws Exception {
        return opened.add(Api.of(URI.create(awe4lb.err().says(ADDRESS).group(1)), token));
    }

    /** Number of the revision in force. */
    static int revision(Api api) throws Exception {
        return Integer.parseInt(api.get("/api/v1/info").with(200).at("/revision"));
    }

    static String pool(String pool) {
        return "/api/v1/pools/" + pool;
    }

    static String backend(String pool, Object id) {
        return pool(pool) + "/backends/" + Api.segment(id);
    }

    static String adminState(Object id) {
        return backend("web", id) + "/admin-state";
    }
}
