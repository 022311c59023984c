package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A real server of PostgreSQL and its own client, with each way that TLS can take between them. One of each serves all of it. */
@TestInstance(Lifecycle.PER_CLASS)
class PostgresIT extends EndToEnd {

    private static final String USER = "shop";
    private static final String PASSWORD = "pencil";
    private static final long PATIENCE = 60;
    /** What the server says of the connection: t or f. */
    private static final String IS_ENCRYPTED = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

    /** A database that asks for no password. */
    private static final String OPEN = "template1";

    private static final String NO_PASSWORD_OVER_ANOTHER_TLS = "SCRAM channel binding check failed";

    private SelfSigned certificate;
    private Place server;
    private Awe4lb awe4lb;

    @BeforeAll
    void serve() throws Exception {
        prepareOnce();
        certificate = SelfSigned.make(directory, "EC");
        SelfSigned other = SelfSigned.make(Files.createDirectory(directory.resolve("other")), "EC");
        server = Place.free();
        Path data = RealServer.postgresData(USER, PASSWORD);
        opened.add(() -> RealServer.remove(data));
        RealServer.secure(data, certificate);
        RealServer.trustAll(data, OPEN);
        opened.add(RealServer.postgres(data, server.address().getPort(), "-c", "ssl=on", "-c", "fsync=off"));
        awe4lb = serving(
                """
                        listeners:
                          passed: {bind: "127.0.0.1:0", routes: [{application: postgres, pool: db}]}
                          named: {bind: "127.0.0.1:0", routes: [{application: postgres, sni: localhost, pool: db}]}
                          ended: {bind: "127.0.0.1:0", tls: {certificates: {cert: "%1$s", key: "%2$s"}}, routes: [{application: postgres, pool: db}]}
                          again: {bind: "127.0.0.1:0", tls: {certificates: {cert: "%1$s", key: "%2$s"}}, routes: [{application: postgres, pool: encrypted}]}
                          strange: {bind: "127.0.0.1:0", tls: {certificates: {cert: "%3$s", key: "%4$s"}}, routes: [{application: postgres, pool: encrypted}]}
                          carried: {bind: "127.0.0.1:0", routes: [{application: postgres, pool: encrypted}]}
                        pools:
                          db: {backends: ["%5$s"]}
                          encrypted: {backends: ["%5$s"], tls: {ca: "%1$s", sni: localhost}}
                        """,
                certificate.cert(), certificate.key(), other.cert(), other.key(), server);
        Eventually.until("the server serves", () -> client(server.address().getPort(), "sslmode=disable", "select 1").equals("1"));
    }

    /** Of whoever trusts nobody but the server itself. */
    private String verified() {
        return "sslmode=verify-full sslrootcert='" + certificate.cert() + "'";
    }

    private String psql(String listener, String options) throws Exception {
        return client(awe4lb.address(listener).getPort(), options, IS_ENCRYPTED);
    }

    /** @return what it has printed */
    private String client(int port, String options, String query) throws Exception {
        Process client = started(port, options, query);
        String said = new String(client.getInputStream().readAllBytes(), UTF_8).strip();
        assertTrue(client.waitFor(PATIENCE, TimeUnit.SECONDS), said);
        return said;
    }

    private Process started(int port, String options, String query) throws Exception {
        String host = port == server.address().getPort() ? server.address().getHostString() : "127.0.0.1";
        String connection = "host=localhost hostaddr=%s port=%d user=%s dbname=postgres connect_timeout=30 %s"
                .formatted(host, port, USER, options);
        var builder = new ProcessBuilder(RealServer.binary("psql"), "-XAtc", query, connection).redirectErrorStream(true);
        builder.environment().putAll(Map.of("PGPASSWORD", PASSWORD, "LC_ALL", "C"));
        return builder.start();
    }

    private static void says(String words, String all) {
        assertTrue(all.contains(words), all);
    }

    @Test
    void whereNobodyLooksTheWishForTlsIsBetweenClientAndServer() throws Exception {
        assertEquals("f", psql("passed", "sslmode=disable"));
        assertEquals("t", psql("passed", "sslmode=prefer"));
        assertEquals("t", psql("passed", "sslmode=require"));
    }

    @Test
    void aRouteByNameLeadsAClientThatVerifiesTheServerItself() throws Exception {
        assertEquals("t", psql("named", verified()));
        assertEquals("t", psql("named", "sslmode=require channel_binding=require"));
        says("unrecognized name", psql("named", "sslmode=require host=elsewhere"));
        says("server closed the connection unexpectedly", psql("named", "sslmode=disable"));
    }

    @Test
    void whereTlsEndsHereTheServerIsSpokenToInClear() throws Exception {
        assertEquals("f", psql("ended", verified()));
        assertEquals("f", psql("ended", "sslmode=disable"));
        says("channel binding", psql("ended", "sslmode=require channel_binding=require"));
    }

    /** The password is bound to the certificate of the server: one that both have is as good as one TLS from end to end. */
    @Test
    void whereTlsIsSpokenOnBothSidesTheCertificateHasToBeTheServersOrTheClientMustNotMind() throws Exception {
        assertEquals("t", psql("again", verified() + " channel_binding=require"));
        says(NO_PASSWORD_OVER_ANOTHER_TLS, psql("strange", "sslmode=require"));
        assertEquals("t", psql("strange", "sslmode=require channel_binding=disable"));
    }

    @Test
    void clientsInClearReachAServerThatIsSpokenToInTlsButNotWithAPasswordThatIsBoundToIt() throws Exception {
        for (String mode : List.of("disable", "prefer")) {
            assertEquals("t", psql("carried", "dbname=" + OPEN + " sslmode=" + mode));
            says("SCRAM-SHA-256-PLUS authentication over a non-SSL connection", psql("carried", "sslmode=" + mode));
        }
        says("server does not support SSL, but SSL was required", psql("carried", "sslmode=require"));
    }

    /** It asks for that by a connection of its own. */
    @Test
    void aQueryIsCancelled() throws Exception {
        for (String listener : List.of("passed", "ended")) {
            Process client = started(awe4lb.address(listener).getPort(), "sslmode=require", "select pg_sleep(60) as " + listener);
            String asked = "select count(*) from pg_stat_activity where state = 'active' and query like '%sleep%as " + listener
                    + "' and pid <> pg_backend_pid()";
            Eventually.until("the query runs", () -> client(server.address().getPort(), "sslmode=disable", asked).equals("1"));
            assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(client.pid())).start().waitFor());
            says("canceling statement due to user request", new String(client.getInputStream().readAllBytes(), UTF_8));
            assertTrue(client.waitFor(PATIENCE, TimeUnit.SECONDS));
        }
    }
}
