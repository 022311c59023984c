package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a running program tells of itself while it happens, and how it ends while somebody listens. */
class StreamIT extends Administered {

    private static final int AFTER_TERM = 143;

    @Test
    void eventsComeAsTheyHappenAndNoneIsMissedByWhoComesBack() throws Exception {
        Api api = api(administered(servingBoth()));
        Events first = events(api);
        api.as(OPERATOR).put(adminState(a), Api.ANY, "{\"state\": \"drain\", \"reason\": \"kernel update\"}").with(200);
        var drained = first.says("/type", "backend_admin_state");
        assertEquals("ops web " + a,
                drained.at("/who").asText() + " " + drained.at("/pool").asText() + " " + drained.at("/backend").asText());
        String last = first.lastId();
        first.close();

        api.patch(WEB, Api.ANY, "{\"timeouts\": {\"idle\": \"1h\"}}").with(200);
        api.apply(Api.ANY, "nonsense").with(422);
        Events second = opened.add(new Events(api.stream("/api/v1/events/stream", "Last-Event-ID", last)));
        assertEquals("root", second.says("/message", "listener web changes: timeouts").at("/who").asText());
        second.says("/type", "config_rejected");
        a.stops();
    }

    @Test
    void countersComeEachSecond() throws Exception {
        Api api = api(administered(servingA()));
        Chatter client = chatter(web.address());
        Events stats = opened.add(new Events(api.stream("/api/v1/stats/stream")));
        Eventually.until("three of them", () -> stats.count() >= 3);
        Eventually.until("they count", () -> stats.says("/totals/active", "1").at("/totals/bytesIn").asLong() > 0);
        client.ends();
    }

    @Test
    void whileItStopsItIsNotReadyButLives() throws Exception {
        Awe4lb awe4lb = administered(servingA() + "shutdown: {delay: 1h}\n");
        Api nobody = api(awe4lb, "");
        nobody.get("/readyz").with(200);
        awe4lb.signal("TERM");
        Eventually.until("it is not ready", () -> nobody.get("/readyz").status() == 503);
        nobody.get("/readyz").saying("stopping");
        nobody.get("/livez").with(200);
        api(awe4lb).patch(WEB, Api.ANY, "{\"timeouts\": {\"idle\": \"1h\"}}").refusedAs(409, "change-refused");
        assertEquals("a", client(web.address()).line());
    }

    @Test
    void openStreamsAndAWaitingDrainDoNotKeepItFromEnding() throws Exception {
        Awe4lb awe4lb = administered(servingA() + "shutdown: {drain: 1s}\n");
        Api api = api(awe4lb);
        Events one = events(api);
        Events other = opened.add(new Events(api.stream("/api/v1/stats/stream")));
        Eventually.until("they are open", () -> other.count() > 0);
        Peer client = client(web.address());
        client.receives("a\n");
        Background waiting = Background.begin(() -> api.put(adminState(a), Api.ANY, "{\"state\": \"drain\"}", "Prefer", "wait=600"));
        Eventually.until("it drains", () -> api.get(adminState(a)).at("/state").equals("drain"));

        long begin = System.nanoTime();
        awe4lb.signal("TERM");
        assertEquals(AFTER_TERM, awe4lb.exitCode());
        assertTrue(System.nanoTime() - begin < Eventually.DEADLINE.toNanos());
        one.end();
        other.end();
        Eventually.until("the request ends", waiting::isDone);
    }

    private Events events(Api api) throws Exception {
        return opened.add(new Events(api.stream("/api/v1/events/stream")));
    }
}
