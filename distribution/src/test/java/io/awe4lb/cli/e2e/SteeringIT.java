package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Backends are drained, weighed and brought back, and connections closed, while clients are served. */
class SteeringIT extends Administered {

    @Test
    void aDrainTakesNobodyNewAndItsCountFallsToZero() throws Exception {
        Api api = api(administered(servingBoth()));
        List<Chatter> clients = onA(3);
        CompletableFuture<Reply> drained = new CompletableFuture<>();
        Background waiting = Background.begin(() -> drained.complete(api.as(OPERATOR).put(adminState(a), Api.ANY,
                "{\"state\": \"drain\", \"reason\": \"kernel update\"}", "Prefer", "wait=60")));

        Eventually.until("it drains", () -> api.get(adminState(a)).at("/state").equals("drain"));
        assertEquals("b", client(web.address()).line());
        assertEquals("b", client(web.address()).line());
        for (int left = 3; left > 0; left--) {
            int expected = left;
            Eventually.until(left + " left", () -> api.get(backend("web", a)).at("/active").equals(Integer.toString(expected)));
            assertTrue(!drained.isDone(), "it waits for the last one");
            clients.removeLast().ends();
        }

        waiting.completes();
        Reply reply = drained.get(1, TimeUnit.SECONDS).with(200);
        assertEquals("drain kernel update ops 0", reply.at("/state") + " " + reply.at("/reason") + " " + reply.at("/who") + " "
                + reply.at("/active"));
        assertTrue(reply.header("Preference-Applied").startsWith("wait"), reply::toString);
    }

    /** Conversations with {@code a}, and none with {@code b}. */
    private List<Chatter> onA(int number) throws Exception {
        List<Chatter> clients = new ArrayList<>();
        while (clients.size() < number) {
            Chatter client = chatter(web.address());
            if (client.servedBy().equals("a")) {
                clients.add(client);
            } else {
                client.ends();
            }
        }
        return clients;
    }

    @Test
    void aDrainClosesWhatIsLeftWhenItsTimeIsOverIfToldTo() throws Exception {
        Api api = api(administered(servingA()));
        Peer client = client(web.address());
        client.receives("a\n");
        Reply reply = api.put(adminState(a), Api.ANY, "{\"state\": \"drain\", \"timeout\": \"300ms\", \"onTimeout\": \"close\"}", "Prefer",
                "wait=60").with(200);
        client.isClosed();
        assertEquals("0", reply.at("/active"));
        Eventually.until("its end has a name", () -> api.get(WEB).at("/counters/closed/drain_timeout").equals("1"));
    }

    @Test
    void aDrainKeepsWhatIsLeftWhenItsTimeIsOverIfToldTo() throws Exception {
        Api api = api(administered(servingA()));
        Chatter client = chatter(web.address());
        Reply reply = api.put(adminState(a), Api.ANY, "{\"state\": \"drain\", \"timeout\": \"100ms\", \"onTimeout\": \"keep\"}", "Prefer",
                "wait=1").with(200);
        assertEquals("1", reply.at("/active"));
        client.goesOn();
        client.ends();
    }

    @Test
    void aBackendInMaintenanceComesBackWhenItIsReady() throws Exception {
        Api api = api(administered(servingA()));
        api.put(adminState(a), Api.ANY, "{\"state\": \"maint\"}").with(200);
        assertTrue(!client(web.address()).isGreeted(), "nobody serves");
        api.put(adminState(a), Api.ANY, "{\"state\": \"ready\"}").with(200);
        assertTrue(client(web.address()).isGreetedBy("a"));
    }

    @Test
    void aWeightIsInForceAtOnceAndTakenBack() throws Exception {
        Api api = api(administered(servingBoth()));
        Chatter client = onA(1).getFirst();
        api.as(OPERATOR).patch(backend("web", a), Api.ANY, "{\"weight\": 0}").with(200);
        for (int i = 0; i < 4; i++) {
            assertEquals("b", client(web.address()).line());
        }
        Reply zero = api.get(backend("web", a));
        assertEquals("0 1", zero.at("/weight") + " " + zero.at("/configuredWeight"));
        client.goesOn();
        api.as(OPERATOR).patch(backend("web", a), zero.etag(), "{\"weight\": null}").with(200);
        Eventually.until("a serves again", () -> client(web.address()).isGreetedBy("a"));
    }

    @Test
    void overridesOutliveAKillAndEveryChangeButTheEndOfTheirBackend() throws Exception {
        Awe4lb awe4lb = administered(servingBoth());
        Api api = api(awe4lb);
        api.put(adminState(a), Api.ANY, "{\"state\": \"drain\", \"reason\": \"broken fan\"}").with(200);
        api.patch(backend("web", b), Api.ANY, "{\"weight\": 7}").with(200);
        api.patch(WEB, Api.ANY, "{\"timeouts\": {\"idle\": \"1h\"}}").with(200);
        awe4lb.signal("KILL");
        awe4lb.ended();

        Api after = api(again());
        assertEquals(2, revision(after));
        Reply drained = after.get(adminState(a));
        assertEquals("drain broken fan root", drained.at("/state") + " " + drained.at("/reason") + " " + drained.at("/who"));
        assertEquals("7", after.get(backend("web", b)).at("/weight"));
        assertEquals("b", client(web.address()).line());

        after.delete(backend("web", a), Api.ANY).with(200);
        after.create(backend("web", a), "{\"address\": \"%s\"}".formatted(a)).with(201);
        assertEquals("ready", after.get(adminState(a)).at("/state"));
        Eventually.until("a serves again", () -> client(web.address()).isGreetedBy("a"));
    }

    @Test
    void whatRestChangedIsServedAfterAKillAndNotTheOlderFile() throws Exception {
        Awe4lb awe4lb = administered(servingA());
        api(awe4lb).apply(Api.ANY, servingA().replace(a.toString(), b.toString())).with(200);
        awe4lb.signal("KILL");
        awe4lb.ended();
        again().says("revision 2 is in force: the file has not changed since it was last applied");
        assertEquals("b", client(web.address()).line());
    }

    @Test
    void connectionsAreListedAndClosedOneByOneAndByFilter() throws Exception {
        Api api = api(administered(servingBoth())).as(OPERATOR);
        Peer one = clientFrom("127.0.0.7", web.address());
        Peer other = clientFrom("127.0.0.8", web.address());
        assertTrue(one.isGreeted() && other.isGreeted());
        Chatter stays = chatter(web.address());

        Reply all = api.get("/api/v1/connections").with(200);
        assertEquals("3", all.at("/total"));
        Reply found = api.get("/api/v1/connections?source=127.0.0.7").with(200);
        assertEquals("1 web web", found.at("/total") + " " + found.at("/connections/0/listener") + " " + found.at("/connections/0/pool"));
        api.send(api.request("DELETE", "/api/v1/connections/" + found.at("/connections/0/id"),
                java.net.http.HttpRequest.BodyPublishers.noBody())).with(204);
        one.isClosed();

        api.delete("/api/v1/connections", Api.ANY).refusedAs(400, "filter-missing");
        assertEquals("1", api.delete("/api/v1/connections?source=127.0.0.8/32&listener=web", Api.ANY).with(200).at("/closed"));
        other.isClosed();
        stays.goesOn();
        Eventually.until("their end has a name", () -> api.get(WEB).at("/counters/closed/killed_by_admin").equals("2"));
        stays.ends();
    }
}
