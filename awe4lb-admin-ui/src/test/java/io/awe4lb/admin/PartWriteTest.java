package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes to one listener, one pool, one backend. */
class PartWriteTest {

    private static final String LISTENERS = "/api/v1/listeners/";
    private static final String POOLS = "/api/v1/pools/";
    private static final String BACKENDS = "/api/v1/pools/web/backends/";

    private Managed managed;
    private Client admin;

    @BeforeEach
    void begin() throws Exception {
        managed = Managed.usual();
        admin = managed.admin();
    }

    @AfterEach
    void end() throws Exception {
        managed.close();
    }

    private JsonNode written() throws Exception {
        return admin.get("/api/v1/config").json();
    }

    @Test
    void aListenerIsCreatedChangedAndRemoved() throws Exception {
        Answer created = admin.put(LISTENERS + "more", "{\"bind\": \"127.0.0.1:0\", \"pool\": \"web\"}", "If-None-Match", "*").is(201);
        assertEquals(LISTENERS + "more", created.header("location").orElse(""));
        assertTrue(managed.listener("more").getPort() > 0);
        assertEquals(created.tag(), admin.get(LISTENERS + "more").tag());
        Answer changed = admin.patch(LISTENERS + "more", "{\"halfClose\": false}", "If-Match", created.tag()).is(200);
        assertEquals("false", written().at("/listeners/more/halfClose").asText());
        admin.delete(LISTENERS + "more", "If-Match", created.tag()).isProblem(412, "changed-meanwhile");
        admin.delete(LISTENERS + "more", "If-Match", changed.tag()).is(200);
        admin.get(LISTENERS + "more").isProblem(404, "not-found");
        assertEquals(4, managed.revision());
    }

    @Test
    void creatingWhatIsThereAndChangingWhatIsNotAreBothRefused() throws Exception {
        String body = "{\"bind\": \"127.0.0.1:0\", \"pool\": \"web\"}";
        admin.put(LISTENERS + "web", body, "If-None-Match", "*").isProblem(412, "already-exists");
        admin.put(LISTENERS + "more", body, "If-Match", "*").isProblem(412, "changed-meanwhile");
        admin.put(LISTENERS + "more", body).isProblem(428, "precondition-required");
        admin.patch(LISTENERS + "more", "{}", "If-Match", "*").isProblem(404, "not-found");
        admin.delete(LISTENERS + "more", "If-Match", "*").isProblem(404, "not-found");
        assertEquals(1, managed.revision());
    }

    @Test
    void aDryRunOfACreationCreatesNothing() throws Exception {
        admin.put(LISTENERS + "more?dryRun=true", "{\"bind\": \"127.0.0.1:0\", \"pool\": \"web\"}", "If-None-Match", "*").is(200);
        admin.get(LISTENERS + "more").isProblem(404, "not-found");
    }

    @Test
    void aPoolThatIsUsedStays() throws Exception {
        Answer answer = admin.delete(POOLS + "web", "If-Match", "*").isProblem(422, "invalid-configuration");
        assertTrue(answer.body().contains("unknown-pool"), answer.body());
        admin.put(POOLS + "spare", "{\"backends\": [\"127.0.0.1:7\"]}", "If-None-Match", "*").is(201);
        String tag = admin.get(POOLS + "spare").tag();
        admin.delete(POOLS + "spare", "If-Match", tag).is(200);
        admin.get(POOLS + "spare").isProblem(404, "not-found");
    }

    @Test
    void aBackendIsAddedReplacedAndRemoved() throws Exception {
        Answer created = admin.put(BACKENDS + "127.0.0.1:3", "{\"weight\": 2}", "If-None-Match", "*").is(201);
        assertEquals(3, admin.get(BACKENDS.substring(0, BACKENDS.length() - 1)).json().size());
        assertEquals("127.0.0.1:3", written().at("/pools/web/backends/2/address").asText());
        admin.put(BACKENDS + "new", "{\"address\": \"127.0.0.1:2\", \"weight\": 7}", "If-Match", admin.get(BACKENDS + "new").tag()).is(200);
        assertEquals("new 7",
                written().at("/pools/web/backends/1/name").asText() + " " + written().at("/pools/web/backends/1/weight").asText());
        admin.delete(BACKENDS + "127.0.0.1:3", "If-Match", created.tag()).is(200);
        admin.delete(BACKENDS + "127.0.0.1:1", "If-Match", "*").is(200);
        assertEquals(1, admin.get(POOLS + "web").json().path("backends").size());
        String text = admin.get("/api/v1/config", "Accept", "application/yaml").body();
        assertTrue(text.contains("# the shop"), text);
    }

    @Test
    void aSingleBackendThatIsNoListIsAListOfOne() throws Exception {
        for (String single : List.of("\"127.0.0.1:5\"", "{\"address\": \"127.0.0.1:5\"}")) {
            String pool = POOLS + "single";
            admin.put(pool, "{\"backends\": " + single + "}", "If-None-Match", "*").is(201);
            admin.put(pool + "/backends/127.0.0.1:6", "{}", "If-None-Match", "*").is(201);
            assertEquals(2, admin.get(pool).json().path("backends").size());
            admin.put(pool, "{\"backends\": " + single + "}", "If-Match", "*").is(200);
            admin.put(pool + "/backends/127.0.0.1:5", "{\"weight\": 7}", "If-Match", "*").is(200);
            assertEquals("1 7",
                    written().at("/pools/single/backends").size() + " " + written().at("/pools/single/backends/0/weight").asText());
            admin.put(pool, "{\"backends\": " + single + "}", "If-Match", "*").is(200);
            admin.delete(pool + "/backends/127.0.0.1:5", "If-Match", "*").is(200);
            assertEquals(0, admin.get(pool).json().path("backends").size());
            admin.delete(pool, "If-Match", "*").is(200);
        }
    }

    @Test
    void anEntryMayNotSayAnotherNameThanThePath() throws Exception {
        admin.put(BACKENDS + "one", "{\"name\": \"other\", \"address\": \"127.0.0.1:3\"}", "If-None-Match", "*").isProblem(422,
                "invalid-body");
        admin.put(BACKENDS + "one", "[]", "If-None-Match", "*").isProblem(422, "invalid-body");
        admin.put("/api/v1/pools/none/backends/one", "{}", "If-None-Match", "*").isProblem(404, "not-found");
    }

    @Test
    void aBackendBehindAUnixSocketIsNamedWithEncodedSlashes() throws Exception {
        String path = BACKENDS + "unix:%2Frun%2Fnone.sock";
        admin.put(path, "{}", "If-None-Match", "*").is(201);
        assertEquals("unix:/run/none.sock", admin.get(path).is(200).json().path("id").asText());
        admin.delete(path, "If-Match", "*").is(200);
    }

    @Test
    void aPoolOfTheLongFormIsEditedWhereItsBackendsAre() throws Exception {
        admin.put(POOLS + "long", "{\"discovery\": {\"type\": \"static\", \"backends\": [\"127.0.0.1:7\"]}}", "If-None-Match", "*").is(201);
        admin.put(POOLS + "long/backends/127.0.0.1:8", "{}", "If-None-Match", "*").is(201);
        assertEquals(2, written().at("/pools/long/discovery/backends").size());
    }
}
