package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients take all file descriptors that they get, from the first moment on. */
class DescriptorsIT extends Administered {

    private static final int FILES = 300;

    @Test
    void whoAdministersIsLetInAlthoughSessionsHaveTakenAllOthers() throws Exception {
        var backend = opened.add(new NamedDatagrams("a"));
        file = file("awe4lb.yaml", admin() + """
                listeners:
                  dns: {bind: "127.0.0.1:0", protocol: udp, pool: dns}
                pools:
                  dns: {backends: ["%s"]}
                """.formatted(backend));
        Launch withFewFiles = Launch.shared().by("/bin/sh", "-c", "ulimit -n " + FILES + "; exec \"$0\" \"$@\"");
        Awe4lb awe4lb = started(withFewFiles, "run", "-c", file.toString(), "--data", data.toString(), "--admin", "127.0.0.1:0");
        InetSocketAddress dns = awe4lb.address("dns"); // the admin server is not there yet
        List<Asker> clients = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            clients.add(opened.add(new Asker("127.0.0.1", dns)));
            clients.getLast().sends("question");
        }
        Api api = api(awe4lb);
        Eventually.until("descriptors have run out",
                () -> !api.get("/api/v1/listeners/dns").with(200).at("/datagrams/dropped/resource_exhausted").equals("0"));
        assertEquals("a", clients.getFirst().asks("still there?"));
        api.get("/metrics").with(200);
        assertEquals(1, awe4lb.err().count("there is no file descriptor or port for a new session"), "a line, not one for each datagram");
        awe4lb.says("listener dns: udp 127.0.0.1:" + dns.getPort() + " → pool dns (1 backend)");
        awe4lb.says("listeners of UDP may have 64000 sessions");
    }

    @Test
    void whoeverMattersLessIsTurnedAwayBeforeDescriptorsRunOut() throws Exception {
        file = file("awe4lb.yaml", admin() + """
                overload: {descriptorsPercent: 40}
                listeners:
                  shop: {bind: "127.0.0.1:0", pool: web, priority: 90}
                  crawlers: {bind: "127.0.0.1:0", pool: web, priority: 10}
                pools:
                  web: {backends: ["%s"]}
                """.formatted(a));
        Launch withFewFiles = Launch.shared().by("/bin/sh", "-c", "ulimit -n " + FILES + "; exec \"$0\" \"$@\"");
        Awe4lb awe4lb = started(withFewFiles, "run", "-c", file.toString(), "--data", data.toString(), "--admin", "127.0.0.1:0");
        Peer first = client(awe4lb.address("crawlers"));
        first.receives("a\n");
        for (int i = 0; i < FILES / 5; i++) { // each takes two
            client(awe4lb.address("shop")).receives("a\n");
        }
        Api api = api(awe4lb);
        Eventually.until("descriptors are short", () -> api.get("/readyz?verbose").with(200).at("/overload/shedBelow").equals("90"));
        client(awe4lb.address("crawlers")).seesEnd();
        client(awe4lb.address("shop")).receives("a\n");
        first.sends("still there?\n");
        first.receives("still there?\n");
        api.get("/metrics").saying("awe4lb_overload{resource=\"descriptors\"} 1");
        awe4lb.says("overload: short of file descriptors; new clients of listeners with a priority below 90 are turned away");
    }
}
