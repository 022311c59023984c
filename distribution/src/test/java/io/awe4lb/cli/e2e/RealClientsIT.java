package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** TLS that ends here, with clients as people have them, as {@code docs/tls.md} says. */
class RealClientsIT extends EndToEnd {

    private static final long PATIENCE = 60;
    private static final String GET = "GET / HTTP/1.0\r\n\r\n";
    private static final String ANSWER = "in clear";
    private static final List<String> SUITES = Stream.of("ECDSA", "RSA").flatMap(kind -> Stream
            .of("AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305").map(cipher -> "ECDHE-" + kind + "-" + cipher)).toList();
    private static final List<String> SUITES_OF_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private static final String GOOD_FOR_12_HOURS = "TLS session ticket lifetime hint: 43200 (seconds)";

    private Place page;
    private Place every;
    private Place everyByJava;
    private Place known;
    private Place tills;
    private Place kept;

    @Test
    void clientsAsPeopleHaveThemAreServed() throws Exception {
        Markdown manual = Markdown.of(Distribution.SOURCES.resolve("docs/tls.md")).section("Try it");
        List<String> commands = manual.block("sh").lines().filter(line -> !line.startsWith("awe4lb")).toList();
        assertEquals(3, commands.size(), "one makes a certificate, the others are clients");
        shell("", commands.getFirst());
        certificates();
        start(manual.block("yaml"));

        for (String command : commands.subList(1, 3)) {
            String said = shell(GET, command.replace("127.0.0.1:8443", page.toString()));
            assertTrue(said.contains(ANSWER), command + ": " + said);
        }
        for (Place place : List.of(every, everyByJava)) {
            openssl(place);
            names(place);
            gnutls(place);
        }
        clientCertificates(known, "till", "stranger");
        clientCertificates(tills, "till-ec", "stranger-ec");
        sessions();
        browser();
    }

    private void start(String fromPage) throws Exception {
        page = Place.free();
        every = Place.free();
        everyByJava = Place.free();
        known = Place.free();
        tills = Place.free();
        kept = Place.free();
        Answering web = opened.add(Answering.plainly("\r\n\r\n", "HTTP/1.0 200 OK\r\nAccess-Control-Allow-Origin: *\r\n\r\n" + ANSWER));
        String own = """
                listeners:
                  every:
                    bind: "%s"
                    tls: {certificates: [%3$s, %4$s, %5$s], alpn: [http/1.1], engine: boringssl}
                    pool: web
                  every-by-java:
                    bind: "%s"
                    tls: {certificates: [%3$s, %4$s, %5$s], alpn: [http/1.1], engine: jdk}
                    pool: web
                  known:
                    bind: "%6$s"
                    tls:
                      certificates: %4$s
                      clientAuth: {mode: required, ca: "%8$s/ca.pem"}
                    pool: web
                  tills:
                    bind: "%7$s"
                    tls:
                      certificates: %4$s
                      clientAuth: {mode: required, ca: "%8$s/ca-ec.pem"}
                      engine: boringssl
                    pool: web
                  kept:
                    bind: "%9$s"
                    tls:
                      certificates: %4$s
                      engine: boringssl
                      sessionTickets: false
                      sessionCache: 100
                      preferServerCiphers: false
                    pool: web
                """.formatted(every, everyByJava, written("rsa"), written("ec"), written("ed"), known, tills, directory, kept);
        serving("%s", fromPage.replace("listeners:\n", own).replace("127.0.0.1:8443", page.toString())
                .replace("127.0.0.1:8000", "127.0.1.1:" + web.port()).replace("{cert: test.pem, key: test.key}", written("test")));
    }

    private void certificates() throws Exception {
        certificate("rsa", "rsa:2048", "DNS:site.localhost,DNS:xn--bcher-kva.localhost");
        certificate("ec", "ec -pkeyopt ec_paramgen_curve:P-256", "DNS:site.localhost");
        certificate("ed", "ed25519", "DNS:ed.localhost");
        certificate("ca", "ed25519", "DNS:ca");
        certificate("till", "ed25519", "DNS:till -CA ca.pem -CAkey ca.key");
        certificate("stranger", "ed25519", "DNS:stranger");
        certificate("ca-ec", "ec -pkeyopt ec_paramgen_curve:P-256", "DNS:ca");
        certificate("till-ec", "ec -pkeyopt ec_paramgen_curve:P-256", "DNS:till -CA ca-ec.pem -CAkey ca-ec.key");
        certificate("stranger-ec", "ec -pkeyopt ec_paramgen_curve:P-256", "DNS:stranger");
        assertEquals("", shell("", "cat rsa.pem ec.pem ed.pem > all.pem"));
    }

    private void certificate(String name, String key, String names) throws Exception {
        shell("", "openssl req -x509 -nodes -days 3 -subj /CN=%s -newkey %s -keyout %s.key -out %s.pem -addext subjectAltName=%s"
                .formatted(name, key, name, name, names));
    }

    private String written(String name) {
        return "{cert: \"%s.pem\", key: \"%s.key\"}".formatted(directory.resolve(name), directory.resolve(name));
    }

    /** Every version and suite that is offered, and all that is not. */
    private void openssl(Place place) throws Exception {
        for (String suite : SUITES) {
            String said = openssl(place, "site.localhost", "-tls1_2 -cipher " + suite);
            assertTrue(said.contains(ANSWER) && said.contains("Cipher is " + suite), said);
        }
        for (String suite : SUITES_OF_1_3) {
            String said = openssl(place, "site.localhost", "-tls1_3 -ciphersuites " + suite);
            assertTrue(said.contains(ANSWER) && said.contains("Cipher is " + suite), said);
        }
        for (String group : List.of("X25519", "P-384", "P-521")) {
            assertTrue(openssl(place, "ed.localhost", "-tls1_3 -groups " + group).contains("Peer signature type: ed25519"), group);
        }
        String weak = SUITES.stream().map(suite -> ":!" + suite).collect(Collectors.joining("", "ALL:eNULL", ":@SECLEVEL=0"));
        assertTrue(openssl(place, "site.localhost", "-tls1_2 -cipher " + weak).contains("alert handshake failure"),
                "suites that are not offered");
        for (String old : List.of("-tls1", "-tls1_1")) {
            assertTrue(openssl(place, "site.localhost", old + " -cipher ALL:@SECLEVEL=0").contains("alert protocol version"), old);
        }
    }

    /** Exact, in any case, as IDNA writes them, and none. */
    private void names(Place place) throws Exception {
        assertTrue(openssl(place, "SITE.LocalHost", "-tls1_2 -cipher aECDSA").contains("subject=CN = ec"));
        assertTrue(openssl(place, "xn--bcher-kva.localhost", "").contains("subject=CN = rsa"));
        assertTrue(openssl(place, "ed.localhost", "").contains("subject=CN = ed"));
        assertTrue(openssl(place, "other.localhost", "-tls1_2 -cipher aRSA").contains("subject=CN = rsa"));
        assertEquals(ANSWER, shell("", curl(place, "all.pem", "https://bücher.localhost/")));
        assertTrue(
                shell(GET, "openssl s_client -ign_eof -noservername -tls1_2 -cipher aRSA -connect " + place).contains("subject=CN = rsa"));
    }

    private String openssl(Place place, String name, String options) throws Exception {
        return shell(GET, "openssl s_client -ign_eof -connect %s -servername %s %s".formatted(place, name, options));
    }

    private static String curl(Place place, String trusted, String rest) {
        return "curl -sS --cacert %s --connect-to ::%s %s".formatted(trusted, place, rest);
    }

    private void gnutls(Place place) throws Exception {
        for (String version : List.of("TLS1.2", "TLS1.3")) {
            String client = "gnutls-cli --x509cafile all.pem --sni-hostname site.localhost --verify-hostname site.localhost -p %s %s"
                    .formatted(place.toString().replaceFirst(".*:", ""), place.toString().replaceFirst(":.*", ""))
                    + " --priority NORMAL:-VERS-ALL:+VERS-" + version;
            String said = shell(GET, client);
            assertTrue(said.contains("(" + version + "-X.509)") && said.contains(ANSWER), said);
            assertTrue(shell("", client + " --resume --waitresumption").contains("*** This is a resumed session"), version);
        }
    }

    private void clientCertificates(Place place, String client, String stranger) throws Exception {
        String url = "https://site.localhost/";
        assertEquals(ANSWER, shell("", curl(place, "ec.pem", url + shown(client))));
        assertFalse(shell("", curl(place, "ec.pem", url)).contains(ANSWER), "a client without one");
        assertFalse(shell("", curl(place, "ec.pem", url + shown(stranger))).contains(ANSWER), "of somebody else");
    }

    /** Kept here instead of given away, and suites in the client's order. */
    private void sessions() throws Exception {
        String ciphers = "-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256 -sess_out session";
        String given = openssl(every, "site.localhost", ciphers);
        assertTrue(given.contains("Cipher is ECDHE-ECDSA-AES128") && given.contains(GOOD_FOR_12_HOURS), given);
        assertTrue(openssl(every, "site.localhost", "-tls1_3").contains(GOOD_FOR_12_HOURS), "no longer than there is a key for it");
        String first = openssl(kept, "site.localhost", ciphers);
        assertTrue(first.contains("New, TLSv1.2, Cipher is ECDHE-ECDSA-AES256") && !first.contains("TLS session ticket:"), first);
        String next = openssl(kept, "site.localhost", "-tls1_2 -sess_in session");
        assertTrue(next.contains("Reused, TLSv1.2") && next.contains(ANSWER), next);
        String newest = openssl(kept, "site.localhost", "-tls1_3");
        assertTrue(newest.contains("New, TLSv1.3") && !newest.contains("Session Ticket arrived"), newest);
    }

    private static String shown(String certificate) {
        return " --cert %s.pem --key %1$s.key".formatted(certificate);
    }

    /** Its hello is larger than others: it has a key that quantum computers do not break. One page asks both engines. */
    private void browser() throws Exception {
        Files.writeString(directory.resolve("page.html"), """
                <body><script>
                for (const host of ['site', 'java']) {
                    const asked = new XMLHttpRequest();
                    asked.open('GET', `https://${host}.localhost/`, false);
                    asked.send();
                    document.body.append(`${asked.responseText} from ${host}. `);
                }
                </script>
                """);
        String said = shell("", ("chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking"
                + " --disable-component-update --disable-sync --no-first-run --user-data-dir=profile --dump-dom"
                + " --host-resolver-rules='MAP java.localhost %s, MAP * %s' --ignore-certificate-errors-spki-list=%s,%s '%s'")
                .formatted(everyByJava, every, keyHash("rsa"), keyHash("ec"), directory.resolve("page.html").toUri()));
        assertTrue(said.contains(ANSWER + " from site. " + ANSWER + " from java. "), said);
    }

    private String keyHash(String name) throws IOException, GeneralSecurityException {
        try (var pem = Files.newInputStream(directory.resolve(name + ".pem"))) {
            byte[] key = CertificateFactory.getInstance("X.509").generateCertificate(pem).getPublicKey().getEncoded();
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        }
    }

    private String shell(String input, String command) throws Exception {
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder("sh", "-c", command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(said.toFile()).start();
        try (var writer = process.outputWriter()) {
            writer.append(input);
        } catch (IOException gone) {
            assertTrue(process.waitFor(PATIENCE, TimeUnit.SECONDS), "it has ended before it was told anything: " + gone);
        }
        boolean ended = process.waitFor(PATIENCE, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(said, UTF_8).strip();
        assertTrue(ended, text);
        return text;
    }
}
