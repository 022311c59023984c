package io.awe4lb.cli.client;

import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which backend. */
final class BackendParameters {

    @Parameters(index = "0", paramLabel = "POOL", description = "Id of the pool.")
    private String pool = "";

    @Parameters(index = "1", paramLabel = "BACKEND",
            description = "Its name, or its address where it has none; 'awe4lb status' lists them.")
    private String backend = "";

    @Option(names = "--dry-run", description = "Checks whether it could be done, and changes nothing.")
    private boolean isDryRun;

    /** {@code pool web, backend 10.0.0.2:80}. */
    String subject() {
        return "pool " + pool + ", backend " + backend;
    }

    boolean isDryRun() {
        return isDryRun;
    }

    Request get(String... more) {
        return request("GET", more);
    }

    /** A change of whatever the state is now: the newest word of an operator counts. */
    Request change(String method, String... more) {
        Request request = request(method, more).header("If-Match", "*");
        return isDryRun ? request.query("dryRun", true) : request;
    }

    private Request request(String method, String... more) {
        return Request.of(method, Stream.concat(Stream.of("pools", pool, "backends", backend), Stream.of(more)).toArray(String[]::new));
    }
}
