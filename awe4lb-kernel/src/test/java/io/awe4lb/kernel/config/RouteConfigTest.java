package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Client;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteConfigTest {

    private static RouteConfig route(String keys) {
        String text = "listeners: {a: {bind: ':80', routes: [{%s, pool: web}]}}\npools: {web: {backends: ['a:1']}}".formatted(keys);
        return Reading.valid(text).listeners().get("a").routes().getFirst();
    }

    private static Client client(String address) {
        return Client.of(InetAddress.ofLiteral(address), 50_000);
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, api.example.com, true",
        "API.Example.com, api.example.com, true",
        "api.example.com., api.example.com, true",
        "api.example.com, an.api.example.com, false",
        "'*.example.com', api.example.com, true",
        "'*.example.com', deep.api.example.com, true",
        "'*.example.com', example.com, false",
        "'*.example.com', .example.com, false",
        "'*.example.com', badexample.com, false",
        "'~(api|shop)[0-9]*\\.example\\.com', shop12.example.com, true",
        "'~api', api.example.com, false",
        "'~^api.*$', api.example.com, true",
        "b\u00fccher.example, xn--bcher-kva.example, true",
        "'*.B\u00dcCHER.example', a.xn--bcher-kva.example, true",
        "under_score.example, under_score.example, true"
    })
    void aNameFitsOrDoesNot(String written, String asked, boolean fits) {
        assertEquals(fits, route("sni: '" + written + "'").matches(client("10.0.0.1").askingFor(asked), List.of(), null, 0));
    }

    @Test
    void whomItMeansIsSaidAsItIsWritten() {
        assertEquals("sni api.example.com, *.example.org and alpn h2 and source 10.0.0.0/8",
                route("sni: [API.example.com, '*.example.org'], alpn: h2, source: 10.0.0.0/8").text());
        assertEquals("source 2001:db8::/32", route("source: '2001:db8::/32'").text());
    }

    @Test
    void whoNamesNoServerIsMeantByNoName() {
        assertFalse(route("sni: '~.*'").matches(client("10.0.0.1"), List.of(), null, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.64.0.0/10, 10.127.255.255, true",
        "10.64.0.0/10, 10.128.0.0, false",
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "'::/0', 2001:db8::1, true",
        "'::/0', 10.0.0.1, false",
        "'2001:db8::/33', 2001:db8:7fff::1, true",
        "'2001:db8::/33', 2001:db8:8000::1, false",
        "'2001:db8::/65', 2001:db8::7fff:ffff:ffff:ffff, true",
        "'2001:db8::/65', 2001:db8::8000:0:0:0, false"
    })
    void anAddressIsInANetworkOrIsNot(String network, String address, boolean isIn) {
        assertEquals(isIn, route("source: '" + network + "'").matches(client(address), List.of(), null, 0));
    }

    @Test
    void aClientOnAUnixSocketIsInNoNetwork() {
        assertFalse(route("source: ['::/0', 0.0.0.0/0]").matches(Client.local(), List.of(), null, 0));
        assertFalse(route("source: '::/0'").matches(Client.local().askingFor("a.example"), List.of(), null, 0));
    }

    @Test
    void aNetworkIsWrittenAsItWasRead() {
        assertEquals("10.0.0.0/8", route("source: 10.0.0.0/8").sources().getFirst().toString());
        assertEquals("2001:db8::/32", route("source: '2001:db8::/32'").sources().getFirst().toString());
        assertEquals(route("source: 10.0.0.0/8"), route("source: 10.0.0.0/8"));
        assertEquals(route("sni: '~a+'"), route("sni: '~a+'"));
    }

    @Test
    void everythingThatIsSaidHasToBeTrueAndOneOfEachListIsEnough() {
        RouteConfig route = route("sni: [a.example, b.example], alpn: [h2, h3], source: [10.0.0.0/8, 192.0.2.1]");
        assertTrue(route.matches(client("192.0.2.1").askingFor("b.example"), List.of("http/1.1", "h2"), null, 0));
        assertFalse(route.matches(client("192.0.2.2").askingFor("b.example"), List.of("h2"), null, 0));
        assertFalse(route.matches(client("192.0.2.1").askingFor("c.example"), List.of("h2"), null, 0));
        assertFalse(route.matches(client("192.0.2.1").askingFor("b.example"), List.of("http/1.1"), null, 0));
        assertTrue(route.needsHello());
        assertFalse(route("source: 10.0.0.1").needsHello());
    }

    @Test
    void anExpressionThatGoesBackAndForthIsGivenUp() {
        RouteConfig route = route("sni: '~(.*a){12}b'");
        Client client = client("10.0.0.1").askingFor("a".repeat(60));
        IllegalStateException tooLong = assertThrows(IllegalStateException.class, () -> route.matches(client, List.of(), null, 0));
        assertTrue(tooLong.getMessage().contains("takes too long for the name aaa"), tooLong::getMessage);
        assertTrue(route("sni: '~([a-z0-9-]+\\.)*example\\.com'")
                .matches(client("10.0.0.1").askingFor("a.".repeat(120) + "example.com"), List.of(), null, 0));
    }
}
