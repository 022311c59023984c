package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starts whose admin address another process has. */
class AdminAddressIT extends EndToEnd {

    private static final String TOKEN = "token-of-an-admin-0123456789";
    private static final int CANNOT_BIND = 4;

    private Path file;
    private Path data;

    @BeforeEach
    void configure() throws IOException {
        data = directory.resolve("data");
        file = configuration("127.0.0.1:0");
    }

    private Path configuration(String admin) throws IOException {
        return file("awe4lb.yaml", """
                admin: {bind: "%s", auth: {tokens: {ops: {token: %s, role: admin}}}}
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {backends: ["%s"]}
                """.formatted(admin, TOKEN, backend("a")));
    }

    private Awe4lb run() throws IOException {
        Launch launch = Launch.shared().environment("PATH=/usr/bin:/bin", "AWE4LB_ADMIN=");
        return started(launch, "run", "-c", file.toString(), "--data", data.toString());
    }

    @Test
    void aFirstStartFailsAndTheNextOneIsAFirstStartAgain() throws Exception {
        try (ServerSocket taken = taken()) {
            configuration(address(taken));
            for (int start = 0; start < 2; start++) {
                run().ended().with(CANNOT_BIND).complaining("cannot listen at " + address(taken), "--admin HOST:PORT, or --admin off");
                try (var revisions = Files.list(data.resolve("revisions"))) {
                    assertEquals(0, revisions.count(), "revisions that are kept");
                }
            }
        }
        Awe4lb awe4lb = run().ready();
        awe4lb.says("revision 1 from " + file + " is in force");
        awe4lb.says("admin server: http://");
    }

    @Test
    void aLaterStartServesAndTakesTheAddressWhenItIsFree() throws Exception {
        stop(run().ready());
        Awe4lb awe4lb;
        String address;
        try (ServerSocket taken = taken()) {
            address = address(taken);
            configuration(address);
            awe4lb = run().ready();
            awe4lb.says("served without an admin server, which is tried again every 5 s: the admin server cannot listen at " + address);
            assertEquals("a", client(awe4lb.address("web")).line());
        }
        awe4lb.says("admin server: http://" + address);
        Ended events = command("events", "--server", "http://" + address, "--token", TOKEN).with(0);
        events.saying("serves revision 2 on the ", "served without an admin server: ", "the admin server is there: http://" + address);
        assertEquals("a", client(awe4lb.address("web")).line());
    }

    @Test
    void aWrongAddressIsPutRightInTheFileWhileItServes() throws Exception {
        stop(run().ready());
        configuration("192.0.2.1:7070");
        Awe4lb awe4lb = run().ready();
        awe4lb.says("served without an admin server");
        configuration("127.0.0.1:0");
        awe4lb.says("admin server: http://127.0.0.1:");
        assertEquals(1, awe4lb.err().count("served without an admin server"));
        assertTrue(awe4lb.isAlive());
    }

    private static void stop(Awe4lb awe4lb) throws Exception {
        awe4lb.signal("TERM");
        awe4lb.exitCode();
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static String address(ServerSocket socket) {
        return "127.0.0.1:" + socket.getLocalPort();
    }
}
