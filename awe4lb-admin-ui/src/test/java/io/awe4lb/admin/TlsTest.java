package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.admin.tls.TestKey;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.store.Source;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Management over TLS. */
class TlsTest {

    private static final String CONFIG = "/api/v1/config";

    @TempDir
    private Path directory;
    private Path cert;
    private Path key;

    @BeforeEach
    void place() {
        cert = directory.resolve("admin.pem");
        key = directory.resolve("admin.key");
    }

    private void write(TestKey pair) throws Exception {
        replace(key, pair.pkcs8());
        replace(cert, pair.cert());
    }

    private static void replace(Path file, String text) throws Exception {
        Path next = file.resolveSibling("next");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String patch() {
        return "{\"admin\": {\"tls\": {\"cert\": \"%s\", \"key\": \"%s\"}}}".formatted(cert, key);
    }

    /** Asks once over TLS, with nothing trusted but this certificate. */
    private static String ask(Managed managed, TestKey trusted, String request) throws Exception {
        try (SSLSocket socket = connect(managed, trusted)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream input = socket.getInputStream();
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static SSLSocket connect(Managed managed, TestKey trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", trusted.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), managed.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String subject(Managed managed, TestKey trusted) {
        try (SSLSocket socket = connect(managed, trusted)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        } catch (Exception refused) { // another certificate than the trusted one
            return "";
        }
    }

    private static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + Managed.ADMIN + "\r\n"
                + String.join("", headers) + "\r\n";
    }

    @Test
    void tlsIsTurnedOnAndOffAtTheSameAddress() throws Exception {
        TestKey pair = TestKey.make(directory, "EC", "one");
        write(pair);
        try (Managed managed = Managed.usual()) {
            int port = managed.port();
            managed.admin().patch(CONFIG, patch(), "If-Match", "*").is(200);
            assertEquals("https://127.0.0.1:" + port, managed.address().toString());
            assertTrue(ask(managed, pair, get("/api/v1/info")).startsWith("HTTP/1.1 200 "));
            assertTrue(ask(managed, pair, get("/api/v1/info", "Origin: https://localhost\r\n")).startsWith("HTTP/1.1 200 "));
            assertTrue(ask(managed, pair, get("/api/v1/info", "Origin: http://localhost\r\n")).contains("foreign-origin"));
            managed.running().config().change(_ -> Managed.CONFIG, "test", "", Source.FILE, false);
            assertEquals(port, managed.port());
            managed.admin().get("/api/v1/info").is(200);
        }
    }

    @Test
    void aCookieOverTlsIsSecure() throws Exception {
        TestKey pair = TestKey.make(directory, "EC", "one");
        write(pair);
        try (Managed managed = Managed.usual()) {
            managed.admin().patch(CONFIG, patch(), "If-Match", "*").is(200);
            String body = "{\"token\": \"" + Managed.VIEWER + "\"}";
            String answer = ask(managed, pair, "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertTrue(answer.contains("; SameSite=Strict; Secure\r\n"), answer);
        }
    }

    @Test
    void aRenewedCertificateIsUsedAndABrokenOneIsNot() throws Exception {
        TestKey first = TestKey.make(directory, "EC", "first");
        TestKey second = TestKey.make(directory, "RSA", "second");
        write(first);
        try (Managed managed = Managed.usual()) {
            managed.admin().patch(CONFIG, patch(), "If-Match", "*").is(200);
            assertEquals("CN=first", subject(managed, first));
            replace(cert, "half of a certif");
            replace(key, second.pkcs8());
            assertEquals("CN=first", subject(managed, first));
            Eventually.is(List.of("warning"), () -> told(managed), "what is told of the certificate");
            replace(cert, second.cert());
            Eventually.is("CN=second", () -> subject(managed, second), "the certificate");
            Eventually.is(List.of("warning", "info"), () -> told(managed), "what is told of the certificate");
        }
    }

    private static List<String> told(Managed managed) {
        return managed.running().balancer().events().latest(100).stream().filter(event -> event.type() == EventType.CERTIFICATE)
                .map(event -> event.severity().word()).toList();
    }

    @Test
    void aKeyThatCannotBeUsedIsRefusedWithTheChange() throws Exception {
        try (Managed managed = Managed.usual()) {
            Answer missing = managed.admin().patch(CONFIG, patch(), "If-Match", "*");
            assertTrue(missing.status() == 409 || missing.status() == 422, missing.body());
            TestKey one = TestKey.make(directory, "EC", "one");
            replace(cert, one.cert());
            replace(key, TestKey.make(directory, "EC", "two").pkcs8());
            Answer answer = managed.admin().patch(CONFIG, patch(), "If-Match", "*").isProblem(409, "change-refused");
            assertEquals("/admin/tls", answer.json().at("/errors/0/pointer").asText());
            assertTrue(answer.body().contains("the key does not belong to the certificate"), answer.body());
            managed.admin().get("/api/v1/info").is(200);
        }
    }
}
