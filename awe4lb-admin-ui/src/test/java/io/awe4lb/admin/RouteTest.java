package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where a client would go: asked of the routes that are in force. */
class RouteTest {

    private static final String CONFIG = Managed.ADMIN_SECTION + """
            listeners:
              secure:
                bind: "127.0.0.1:0"
                routes:
                  - {sni: ["*.example.com"], source: 10.0.0.0/8, pool: internal}
                  - {sni: "*.example.com", alpn: h2, pool: shops}
                  - {sni: bücher.example, pool: shops}
              web: {bind: "127.0.0.1:0", routes: [{source: "fd00::/8", pool: internal}], pool: web}
              plain: {bind: "127.0.0.1:0", pool: web}
              many:
                bind: ["127.0.0.1:0", "127.0.0.2:0"]
                routes:
                  - {application: ssh, source: 10.0.0.0/8, pool: internal}
                  - {application: silent, port: 3306, pool: internal}
                  - {host: "*.example.com", pool: shops}
                pool: web
              guarded: {bind: "127.0.0.1:0", pool: web, access: [allow 10.1.0.0/16, deny 10.0.0.0/8]}
              closed: {bind: "127.0.0.1:0", pool: web, access: [allow 10.0.0.0/8, deny all]}
              dns: {bind: "127.0.0.1:0", protocol: udp, pool: web}
            pools:
              internal: {backends: ["127.0.0.1:1"]}
              shops: {backends: ["127.0.0.1:1"]}
              web: {backends: ["127.0.0.1:1"]}
            """;

    private static Managed managed;

    @BeforeAll
    static void serve() throws Exception {
        managed = Managed.serving(CONFIG);
    }

    @AfterAll
    static void end() throws Exception {
        managed.close();
    }

    private static Answer ask(String question) throws Exception {
        return managed.client(Managed.VIEWER).get("/api/v1/listeners/" + question);
    }

    private static void isSaid(String sentence, String question) throws Exception {
        assertEquals(sentence, ask(question).is(200).json().path("sentence").asText());
    }

    @Test
    void theFirstRouteThatFitsIsNamedWithItsPool() throws Exception {
        Answer found = ask("secure/route?sni=SHOP.example.com.&alpn=http/1.1,h2&source=192.0.2.1").is(200);
        assertEquals("2 shops sni *.example.com and alpn h2", found.json().path("route").asText() + " "
                + found.json().path("pool").asText() + " " + found.json().path("rule").asText());
        isSaid("a client from 192.0.2.1 that asks for shop.example.com and offers http/1.1, h2 goes to pool shops because of route 2:"
                + " sni *.example.com and alpn h2", "secure/route?sni=SHOP.example.com.&alpn=http/1.1,h2&source=192.0.2.1");
        isSaid("a client from 10.1.2.3 that asks for shop.example.com goes to pool internal because of route 1:"
                + " sni *.example.com and source 10.0.0.0/8", "secure/route?sni=shop.example.com&source=10.1.2.3");
        isSaid("a client that asks for xn--bcher-kva.example goes to pool shops because of route 3: sni xn--bcher-kva.example",
                "secure/route?sni=b%C3%BCcher.example");
    }

    @Test
    void whoFitsNoneGoesWithTheOthersOrIsClosed() throws Exception {
        isSaid("a client from fd00::1 that asks for no name goes to pool internal because of route 1: source fd00::/8",
                "web/route?source=fd00::1");
        isSaid("a client that asks for no name goes to pool web because of listener web: no route is for it, and there all others go",
                "web/route");
        isSaid("a client that asks for no name goes to pool web because of listener plain, whose clients all go there", "plain/route");
        isSaid("a client that asks for no name goes to pool web because of listener dns, whose clients all go there", "dns/route");
        Answer nowhere = ask("secure/route?sni=shop.example.com").is(200);
        assertEquals("no_route", nowhere.json().path("end").asText());
        assertTrue(nowhere.json().path("sentence").asText().endsWith("no route is for it, and listener secure has no pool for others"));
    }

    @Test
    void whatAClientSpeaksAndWhichPortItConnectsToMayDecide() throws Exception {
        isSaid("a client from 10.1.2.3 that speaks ssh and asks for no name goes to pool internal because of route 1:"
                + " application ssh and source 10.0.0.0/8", "many/route?application=ssh&source=10.1.2.3");
        isSaid("a client that speaks silent and asks for no name goes to pool internal because of route 2: application silent and port 3306",
                "many/route?application=silent&port=3306");
        isSaid("a client that asks for shop.example.com goes to pool shops because of route 3: host *.example.com",
                "many/route?host=shop.example.com");
        isSaid("a client that asks for shop.example.com goes to pool web because of listener many: no route is for it, and there all others go",
                "many/route?sni=shop.example.com");
    }

    @Test
    void whoeverIsDeniedIsToldByWhichRule() throws Exception {
        Answer denied = ask("guarded/route?source=10.2.3.4").is(200);
        assertEquals("denied", denied.json().path("end").asText());
        assertEquals("a client from 10.2.3.4 that asks for no name is closed with denied by access rule 2 of listener guarded:"
                + " deny 10.0.0.0/8", denied.json().path("sentence").asText());
        assertEquals("web", ask("guarded/route?source=10.1.3.4").is(200).json().path("pool").asText());
        assertEquals("web", ask("guarded/route?source=192.0.2.1").is(200).json().path("pool").asText());
    }

    @Test
    void whereTheAddressDecidesNobodyIsDeniedWithoutOne() throws Exception {
        isSaid("a client that asks for no name goes to pool web because of listener closed, whose clients all go there,"
                + " if the access rules let its address in", "closed/route");
        isSaid("a client from a Unix socket that asks for no name is closed with denied by access rule 2 of listener closed: deny all",
                "closed/route?source=unix");
        isSaid("a client from 10.1.2.3 that asks for no name goes to pool web because of listener closed, whose clients all go there",
                "closed/route?source=10.1.2.3");
    }

    @Test
    void theListOfRoutesSaysHowManyWentEachWayAndQuestionsCountNothing() throws Exception {
        ask("web/route").is(200);
        assertEquals("[{\"route\":\"1\",\"rule\":\"source fd00::/8\",\"pool\":\"internal\",\"connections\":0},"
                + "{\"route\":\"others\",\"rule\":\"\",\"pool\":\"web\",\"connections\":0}]",
                ask("web").is(200).json().path("routes").toString());
        assertEquals("[]", ask("plain").is(200).json().path("routes").toString());
    }

    @Test
    void aQuestionThatMakesNoSenseIsRefused() throws Exception {
        for (String query : new String[] {"sni=*.example.com", "sni=", "sni=a%20b", "alpn=h2,,h3", "source=10.0.0.0/8", "source=10.1",
            "source=shop.example.com", "name=shop.example.com", "host=a%20b", "application=SSH", "port=0", "port=65536",
            "sni=a.example&host=a.example"}) {
            ask("secure/route?" + query).isProblem(400, "bad-parameter");
        }
        ask("secrue/route").isProblem(404, "not-found");
        managed.nobody().get("/api/v1/listeners/web/route").isProblem(401, "no-token");
    }
}
