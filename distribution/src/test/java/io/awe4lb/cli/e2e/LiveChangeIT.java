package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The configuration of a running program is changed over REST while clients are served. A yes means that it is in force: nobody waits here. */
class LiveChangeIT extends Administered {

    @Test
    void aListenerIsAddedMovedAndRemovedWhileItsConnectionsGoOn() throws Exception {
        Api api = api(administered(servingA()));
        Place one = Place.free();
        Place two = Place.free();
        String more = "/api/v1/listeners/more";

        Reply created = api.create(more, "{\"bind\": \"%s\", \"pool\": \"web\", \"onRemove\": \"keep\"}".formatted(one)).with(201);
        assertEquals(more, created.header("Location"));
        Chatter client = chatter(one.address());
        api.create(more, "{\"bind\": \"%s\", \"pool\": \"web\"}".formatted(two)).refusedAs(412, "already-exists");

        api.patch(more, created.etag(), "{\"bind\": \"%s\"}".formatted(two)).with(200);
        assertTrue(one.isRefused());
        assertEquals("a", client(two.address()).line());
        assertEquals(two.toString(), api.get(more).with(200).at("/addresses/0"));

        api.delete(more, Api.ANY).with(200).saying("listener more is removed");
        assertTrue(two.isRefused());
        api.get(more).refusedAs(404, "not-found");
        client.goesOn();
        client.ends();
    }

    @Test
    void aListenerGoesOverToANewPoolAndTheOldOneIsRemoved() throws Exception {
        Api api = api(administered(servingA()));
        Chatter client = chatter(web.address());
        api.create(pool("new"), "{\"backends\": [\"%s\"]}".formatted(b)).with(201);
        api.delete(pool("web"), Api.ANY).refusedAs(422, "invalid-configuration").saying("/listeners/web/pool");
        api.patch(WEB, Api.ANY, "{\"pool\": \"new\"}").with(200).saying("listener web changes: pool");
        assertEquals("b", client(web.address()).line());
        client.goesOn();

        String etag = api.get(pool("web")).with(200).etag();
        api.delete(pool("web"), etag).with(200).saying("1 live connection will be closed after 30 s");
        client.goesOn();
        client.ends();
    }

    @Test
    void aBackendIsAddedChangedAndRemoved() throws Exception {
        Api api = api(administered(servingA()));
        Chatter client = chatter(web.address());
        String added = backend("web", b);
        Reply created = api.create(added + "?comment=a+second+one", "{\"address\": \"%s\"}".formatted(b)).with(201);
        assertServes("a", "b");

        String etag = api.get(added).with(200).etag();
        assertEquals(created.etag(), etag);
        api.put(added, etag, "{\"address\": \"%s\", \"weight\": 3}".formatted(b)).with(200).saying("backend " + b + " changes");
        assertEquals("3", api.get(added).at("/weight"));
        assertServes("a", "b", "b", "b");

        api.delete(backend("web", a), Api.ANY).with(200).saying("live connections will be closed after 30 s");
        assertServes("b", "b");
        client.goesOn();
        client.ends();
    }

    /** The next connections, in any order. */
    private void assertServes(String... names) throws Exception {
        List<String> served = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            served.add(client(web.address()).line());
        }
        assertEquals(List.of(names), served.stream().sorted().toList());
    }

    @Test
    void aMergePatchLeavesCommentsAsTheyAre() throws Exception {
        Api api = api(administered(servingA()));
        api.patch(CONFIG, Api.ANY, "{\"listeners\": {\"web\": {\"timeouts\": {\"idle\": \"1h\"}}}}").with(200);
        String text = api.get(CONFIG, "Accept", "application/yaml").with(200).body();
        assertTrue(text.contains("# the shop"), text);
        assertTrue(text.contains("1h"), text);
    }

    @Test
    void aConfigurationIsReplacedAndRolledBackToTheLetter() throws Exception {
        Api api = api(administered(servingA()));
        Chatter client = chatter(web.address());
        Reply before = api.get(CONFIG, "Accept", "application/yaml");
        Reply applied = api.apply(before.etag(), servingA().replace(a.toString(), b.toString())).with(200).saying("\"revision\":2");
        assertEquals("b", client(web.address()).line());

        api.post(CONFIG + "/revisions/1/restore?comment=too+slow", "application/json", "", "If-Match", applied.etag()).with(200);
        assertEquals("a", client(web.address()).line());
        assertEquals(3, revision(api));
        assertEquals(before.body(), api.get(CONFIG, "Accept", "application/yaml").body());
        Reply history = api.get(CONFIG + "/revisions");
        assertEquals("3 restore root too slow", history.at("/0/revision") + " " + history.at("/0/source") + " " + history.at("/0/who") + " "
                + history.at("/0/comment"));
        assertEquals("1 file start", history.at("/2/revision") + " " + history.at("/2/source") + " " + history.at("/2/who"));
        client.goesOn();
        client.ends();
    }

    @Test
    void aDryRunSaysWhatWouldHappenAndNothingDoes() throws Exception {
        Api api = api(administered(servingA()));
        Chatter client = chatter(web.address());
        Place other = Place.free();
        String dry = "?dryRun=true";
        api.patch(WEB + dry, Api.ANY, "{\"bind\": \"%s\"}".formatted(other)).with(200).saying("\"dryRun\":true",
                "listener web changes: bind");
        api.create("/api/v1/listeners/more" + dry, "{\"bind\": \"%s\", \"pool\": \"web\"}".formatted(other)).with(200);
        api.delete(backend("web", a) + dry, Api.ANY).with(200).saying("1 live connection will be closed after 30 s");
        api.post(CONFIG + "/diff", "application/yaml", servingBoth()).with(200).saying("backend " + b + " is added");
        api.put(adminState(a) + dry, Api.ANY, "{\"state\": \"maint\"}").with(200);
        assertTrue(other.isRefused());
        assertEquals(1, revision(api));
        assertEquals("a", client(web.address()).line());
        client.ends();
    }

    @Test
    void aWriteNamesTheVersionThatItChanges() throws Exception {
        Api api = api(administered(servingA()));
        String etag = api.get(WEB).etag();
        String whole = api.get(CONFIG).etag();
        String first = "{\"timeouts\": {\"idle\": \"1h\"}}";
        api.write("PATCH", WEB, "\"nonsense\"", "application/merge-patch+json", first).refusedAs(412, "changed-meanwhile");
        api.send(api.request("DELETE", WEB, java.net.http.HttpRequest.BodyPublishers.noBody())).refusedAs(428, "precondition-required");
        Reply changed = api.patch(WEB, etag, first).with(200);
        assertNotEquals(etag, changed.etag());
        api.patch(WEB, etag, "{\"timeouts\": {\"idle\": \"2h\"}}").refusedAs(412, "changed-meanwhile");
        api.patch(WEB, changed.etag(), "{\"timeouts\": {\"idle\": \"2h\"}}").with(200);
        api.apply(whole, servingBoth()).refusedAs(412, "changed-meanwhile");
    }

    @Test
    void aPortInUseRefusesTheChangeAsAWhole() throws Exception {
        Api api = api(administered(servingA()));
        Place free = Place.free();
        Listening taken = listening();
        api.patch(CONFIG, Api.ANY, """
                {"listeners": {"free": {"bind": "%s", "pool": "web"}, "taken": {"bind": "%s", "pool": "web"}},
                 "pools": {"web": {"backends": ["%s"]}}}
                """.formatted(free, taken, b)).refusedAs(409, "change-refused").saying("/listeners/taken/bind", "Address already in use");
        assertTrue(free.isRefused());
        assertEquals("a", client(web.address()).line());
        assertEquals(1, revision(api));
    }

    @Test
    void aHundredChangesUnderFiftyBusyConnectionsLoseNothing() throws Exception {
        Awe4lb awe4lb = administered(servingBoth());
        Api api = api(awe4lb);
        List<Chatter> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(opened.add(Chatter.begin(web.address(), i)));
        }
        NamedBackend c = backend("c");
        Place more = Place.free();
        for (int i = 0; i < 25; i++) {
            api.put(backend("web", a), Api.ANY, "{\"address\": \"%s\", \"weight\": %d}".formatted(a, 1 + i % 2)).with(200);
            api.patch(WEB, Api.ANY, "{\"timeouts\": {\"idle\": \"%dm\"}}".formatted(10 + i)).with(200);
            toggle(api, i, backend("web", c), "{\"address\": \"%s\"}".formatted(c));
            toggle(api, i, "/api/v1/listeners/more", "{\"bind\": \"%s\", \"pool\": \"web\"}".formatted(more));
        }
        for (Chatter client : clients) {
            client.goesOn();
        }
        assertEquals("50", api.get(WEB).at("/counters/active"));
        for (Chatter client : clients) {
            client.ends();
        }
    }

    private static void toggle(Api api, int round, String path, String json) throws Exception {
        if (round % 2 == 0) {
            api.create(path, json).with(201);
        } else {
            api.delete(path, Api.ANY).with(200);
        }
    }

    @Test
    void ofAHundredWritersAtOnceOneWinsEachRevision() throws Exception {
        Api api = api(administered(servingA()));
        for (int round = 1; round <= 3; round++) {
            assertEquals(1, winners(api, api.get(CONFIG).etag(), round));
            assertEquals(round + 1, revision(api));
        }
    }

    /** Those who are more than the server takes at once are told so, and have changed nothing either. */
    private static int winners(Api api, String etag, int round) throws Exception {
        AtomicInteger winners = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(100);
        List<Background> writers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String patch = "{\"listeners\": {\"web\": {\"timeouts\": {\"idle\": \"%dm\"}}}}".formatted(1000 * round + i);
            writers.add(Background.begin(() -> {
                start.await();
                Reply reply = api.patch(CONFIG, etag, patch);
                switch (reply.status()) {
                    case 200 -> winners.incrementAndGet();
                    case 503 -> reply.refusedAs(503, "overloaded");
                    default -> reply.refusedAs(412, "changed-meanwhile");
                }
            }));
        }
        for (Background writer : writers) {
            writer.completes();
        }
        return winners.get();
    }

    @Test
    void secretsAreHiddenAndStayWhenTheyAreSentBackHidden() throws Exception {
        Api api = api(administered(servingA()));
        Reply shown = api.get(CONFIG, "Accept", "application/yaml").with(200);
        assertTrue(shown.body().contains("********"), shown.body());
        for (String secret : List.of(ADMIN, OPERATOR, VIEWER)) {
            assertEquals(-1, shown.body().indexOf(secret));
            assertEquals(-1, api.get(CONFIG).body().indexOf(secret));
            assertEquals(-1, api.get(CONFIG + "?view=effective").body().indexOf(secret));
            assertEquals(-1, api.get(CONFIG + "/revisions/1").body().indexOf(secret));
        }
        api.apply(shown.etag(), shown.body() + "shutdown: {drain: 1m}\n").with(200);
        api.get("/api/v1/info").with(200);
        assertEquals("ops", api.as(OPERATOR).get("/api/v1/session").with(200).at("/name"));
    }

    @Test
    void theAdminServerMovesByItsOwnAnswer() throws Exception {
        Place first = Place.free();
        Place second = Place.free();
        file = file("awe4lb.yaml", servingA().replace("admin:\n", "admin:\n  bind: " + first + "\n"));
        Launch configured = Launch.shared().environment("PATH=/usr/bin:/bin", "AWE4LB_ADMIN=");
        Awe4lb awe4lb = started(configured, "run", "-c", file.toString(), "--data", "off").ready();
        awe4lb.says(": http://" + first);
        Api api = opened.add(Api.of(URI.create("http://" + first), ADMIN));

        api.patch(CONFIG, Api.ANY, "{\"admin\": {\"bind\": \"%s\"}}".formatted(web)).refusedAs(422, "invalid-configuration");
        api.patch(CONFIG, Api.ANY, "{\"admin\": {\"bind\": \"%s\"}}".formatted(listening())).refusedAs(409, "change-refused");
        api.patch(CONFIG, Api.ANY, "{\"admin\": {\"bind\": \"%s\"}}".formatted(second)).with(200);

        Api moved = opened.add(Api.of(URI.create("http://" + second), ADMIN));
        moved.get("/api/v1/info").with(200);
        Eventually.until("the old address is left", first::isRefused);
        assertEquals("a", client(web.address()).line());

        moved.patch(CONFIG, Api.ANY, "{\"admin\": \"off\"}").with(200);
        Eventually.until("there is no admin server", second::isRefused);
        Eventually.until("nor on a connection that was kept", () -> isUnanswered(moved));
        assertEquals("a", client(web.address()).line());
    }

    /** A request on a connection that is kept may be answered yet when nobody listens any more. */
    private static boolean isUnanswered(Api api) throws Exception {
        try {
            api.get("/livez");
            return false;
        } catch (IOException _) {
            return true;
        }
    }
}
