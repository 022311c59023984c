package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class RouteCommandTest extends ClientTest {

    private static final String ROUTE = "GET /api/v1/listeners/secure/route";

    @Test
    void whereAClientGoesIsASentence() {
        server().on(ROUTE, Contract.WRITTEN.example("RouteTrial"));
        typed("route", "secure", "--sni", "shop.example.com", "--alpn", "h2,http/1.1", "--source", "10.1.2.3").endsWith(0)
                .printed(
                        "a client from 10.1.2.3 that asks for shop.example.com goes to pool shops because of route 2: sni *.example.com\n");
    }

    @Test
    void oneThatIsClosedIsAFailure() {
        ObjectNode closed = Contract.WRITTEN.example("RouteTrial").put("end", "no_route").put("sentence", "it is closed");
        closed.remove(java.util.List.of("route", "rule", "pool"));
        server().on(ROUTE, closed);
        typed("route", "secure").endsWith(1).printed("it is closed\n");
        typed("route", "secure", "-o", "json").endsWith(1).says("\"end\" : \"no_route\"");
    }
}
