package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Certificates from a real ACME server. */
class AcmeIT extends Administered {

    private static final long PATIENCE = 60;

    @Test
    void certificatesAreGivenForNamesThatAreShownToBeOurs() throws Exception {
        Answering backend = opened.add(Answering.plainly("\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nin clear"));
        Place plain = Place.free();
        Place secure = Place.free();
        Pebble pebble = opened.add(Pebble.start(directory, plain, secure));
        String issuer = "type: acme, directory: \"%s\", ca: \"%s\", acceptTerms: true".formatted(pebble.url(), pebble.ca());
        Awe4lb awe4lb = administered(admin() + """
                issuers:
                  by-http: {%s, email: ops@site.example}
                  by-tls: {%s, challenge: tls-alpn-01, key: rsa}
                listeners:
                  plain: {bind: "%s", acmeChallenges: true, pool: web}
                  secure:
                    bind: "%s"
                    tls:
                      alpn: [http/1.1]
                      certificates:
                        - {issuer: by-http, names: [site.example, www.site.example]}
                        - {issuer: by-tls, names: shop.example}
                        - {issuer: by-tls, names: [not_a_name.example]}
                    pool: web
                pools:
                  web: {backends: ["127.0.1.1:%d"]}
                """.formatted(issuer, issuer, plain, secure, backend.port()));
        Api api = api(awe4lb);

        Eventually.until("both are given", () -> {
            Reply list = api.get("/api/v1/certificates").with(200);
            return list.at("/0/order/placeholder").equals("false") && list.at("/1/order/placeholder").equals("false");
        });
        Path root = pebble.root();
        for (String name : List.of("site.example", "www.site.example", "shop.example")) {
            assertEquals("in clear", curl(root, secure, name), name);
        }
        assertEquals("in clear", output("curl", "-s", "-m", "30", "http://" + plain + "/"), "who is no authority");
        Reply list = api.get("/api/v1/certificates").with(200);
        assertEquals("by-http", list.at("/0/order/issuer"));
        assertEquals(Set.of("site.example", "www.site.example"), Set.of(list.at("/0/names/0"), list.at("/0/names/1")));
        assertEquals("EC", list.at("/0/key"));
        assertEquals("RSA", list.at("/1/key"));
        refused(api);
        Path kept = Path.of(list.at("/0/file"));
        assertEquals(data.resolve("certificates"), kept.getParent());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
        String page = api.get("/metrics").with(200).body();
        for (String line : List.of("awe4lb_certificate_orders_total{issuer=\"by-http\",result=\"issued\"} 1",
                "awe4lb_certificate_orders_total{issuer=\"by-tls\",result=\"failed\"} 1",
                "awe4lb_certificate_order_failing{issuer=\"by-tls\",name=\"not_a_name.example\"} 1",
                "awe4lb_certificate_order_failing{issuer=\"by-tls\",name=\"shop.example\"} 0")) {
            assertTrue(page.contains(line), () -> line + "\n" + page);
        }
    }

    /** An underscore is in no name of a host. */
    private static void refused(Api api) throws Exception {
        Eventually.until("one is refused", () -> api.get("/api/v1/certificates").with(200).at("/2/order/failures").equals("1"));
        Reply list = api.get("/api/v1/certificates").with(200);
        assertEquals("true", list.at("/2/order/placeholder"));
        assertTrue(list.at("/2/order/error").startsWith("the authority refuses: "), list::toString);
        String events = api.get("/api/v1/events").with(200).toString();
        assertTrue(events.contains("by-http has given a certificate for site.example, www.site.example, valid until "), events);
        assertTrue(events.contains("by-tls has given no certificate for not_a_name.example: the authority refuses: "), events);
    }

    private String curl(Path root, Place place, String name) throws Exception {
        return output("curl", "-s", "-m", "30", "--cacert", root.toString(), "--connect-to", "::" + place, "https://" + name + "/");
    }

    private String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(PATIENCE, TimeUnit.SECONDS), said);
        return said.strip();
    }
}
