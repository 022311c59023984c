package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.awe4lb.cli.Typed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {

    private static final char[] PASSWORD = "only-for-this-test".toCharArray();

    @TempDir
    private static Path directory;

    private static Path store() {
        return directory.resolve("server.p12");
    }

    private static Path pem() {
        return directory.resolve("server.pem");
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        openssl("req -x509 -nodes -days 2 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=lb1 -addext subjectAltName=DNS:localhost "
                + "-out server.pem -keyout server.key");
        openssl("pkcs12 -export -in server.pem -inkey server.key -out server.p12 -passout pass:" + new String(PASSWORD));
    }

    private static void openssl(String arguments) throws Exception {
        Process process = new ProcessBuilder(("openssl " + arguments).split(" ")).directory(directory.toFile()).redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    private static StubServer secure() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new StubServer(server).on("GET /api/v1/config/revisions", new ObjectMapper().createArrayNode());
    }

    private static Typed history(String server, String... more) {
        var arguments = new ArrayList<>(List.of("config", "history", "--server", server));
        arguments.addAll(List.of(more));
        return Typed.of(arguments.toArray(String[]::new));
    }

    @Test
    void aServerWithACertificateOfItsOwnIsTrustedOnceItIsNamed() throws Exception {
        try (StubServer server = secure()) {
            history("https://localhost:" + server.port(), "--cacert", pem().toString()).endsWith(0).says("REVISION");
        }
    }

    @Test
    void aCertificateThatNobodyKnowsIsNotTrusted() throws Exception {
        try (StubServer server = secure()) {
            history("https://localhost:" + server.port()).endsWith(1).complains("is not signed by anybody who is trusted: --cacert FILE");
            assertEquals(0, server.asked().size());
        }
    }

    @Test
    void aCertificateForAnotherNameIsNotTrusted() throws Exception {
        try (StubServer server = secure()) {
            history("https://127.0.0.1:" + server.port(), "--cacert", pem().toString()).endsWith(1)
                    .complains("is for another name than '127.0.0.1'");
        }
    }

    @Test
    void plainHttpToATlsServerIsExplained() throws Exception {
        try (StubServer server = secure()) {
            history("http://localhost:" + server.port()).endsWith(1).complains("write https:// if it speaks TLS");
        }
    }

    @Test
    void tlsToAPlainServerIsExplained() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuse(plain));
            history("https://127.0.0.1:" + plain.getLocalPort()).endsWith(1).complains("does not speak TLS: write http://");
        }
    }

    private static void refuse(ServerSocket plain) {
        try (Socket client = plain.accept()) {
            client.getInputStream().read();
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
