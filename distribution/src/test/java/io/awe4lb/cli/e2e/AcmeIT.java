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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Certificates from a real ACME server, and what an authority says of one. */
class AcmeIT extends Administered {

    private static final long PATIENCE = 60;
    private static final Pattern ACCEPT = Pattern.compile("ACCEPT .*:([0-9]+) ");

    @Test
    void certificatesAreGivenForNamesThatAreShownToBeOurs() throws Exception {
        Answering backend = opened.add(Answering.plainly("\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nin clear"));
        Place plain = Place.free();
        Place secure = Place.free();
        answeredByOcsp();
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
                  stapled:
                    bind: "127.0.0.1:0"
                    tls: {certificates: {cert: "%s", key: "%s"}, ocspStapling: true}
                    pool: web
                pools:
                  web: {backends: ["127.0.1.1:%d"]}
                """.formatted(issuer, issuer, plain, secure, directory.resolve("chain.pem"), directory.resolve("site.key"),
                backend.port()));
        Api api = api(awe4lb);
        whatTheAuthoritySaysIsShown(awe4lb, api);

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

    /** Makes a certificate whose authority can be asked, and lets it answer. */
    private void answeredByOcsp() throws Exception {
        String make =
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3 -subj /CN=%s -keyout %1$s.key -out %1$s.pem ";
        output((make.formatted("ca") + "-addext keyUsage=critical,keyCertSign,cRLSign").split(" "));
        Files.writeString(directory.resolve("index"), "V\t391231235959Z\t\t1234\tunknown\t/CN=site\n");
        Process process = new ProcessBuilder("openssl", "ocsp", "-port", "0", "-index", "index", "-CA", "ca.pem", "-rsigner", "ca.pem",
                "-rkey", "ca.key", "-ndays", "1", "-ignore_err").directory(directory.toFile()).redirectErrorStream(true).start();
        opened.add(() -> process.destroyForcibly().onExit().join());
        String port = new Output(process.getInputStream()).says(ACCEPT).group(1);
        output((make.formatted("site") + "-CA ca.pem -CAkey ca.key -set_serial 0x1234 -addext basicConstraints=critical,CA:FALSE"
                + " -addext subjectAltName=DNS:stapled.example -addext authorityInfoAccess=OCSP;URI:http://127.0.0.1:" + port + "/")
                .split(" "));
        Files.writeString(directory.resolve("chain.pem"),
                Files.readString(directory.resolve("site.pem")) + Files.readString(directory.resolve("ca.pem")));
    }

    private void whatTheAuthoritySaysIsShown(Awe4lb awe4lb, Api api) throws Exception {
        int port = awe4lb.address("stapled").getPort();
        Eventually.until("it is shown", () -> output("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-servername",
                "stapled.example", "-CAfile", "ca.pem", "-status").contains("Cert Status: good"));
        String page = api.get("/metrics").with(200).body();
        String line = "awe4lb_certificate_stapled{file=\"%s\",listener=\"stapled\"} 1".formatted(directory.resolve("chain.pem"));
        assertTrue(page.contains(line), () -> line + "\n" + page);
        assertTrue(api.get("/api/v1/certificates").with(200).at("/3/stapledUntil").startsWith("20"));
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
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(PATIENCE, TimeUnit.SECONDS), said);
        return said.strip();
    }
}
