package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.awe4lb.kernel.tls.TestCertificate;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A backend that speaks TLS by Java's sockets: shakes hands with everybody, and lets the test play with those with whom that has worked. */
final class SecuredListening implements AutoCloseable {

    private final HeldSocket.Server socket;
    private final SSLContext context;
    private final boolean wantsCertificates;
    private final BlockingQueue<SSLSocket> accepted = new LinkedBlockingQueue<>();
    private final Map<SSLSocket, HeldSocket> under = new ConcurrentHashMap<>();
    private final List<List<String>> offered = new CopyOnWriteArrayList<>();
    private final Set<Long> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failures = new AtomicInteger();

    /** @param clients whose certificates are wanted; null: nobody's are */
    SecuredListening(TestCertificate own, @Nullable TestCertificate clients) throws Exception {
        this.socket = new HeldSocket.Server();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        this.context = SSLContext.getInstance("TLS");
        this.wantsCertificates = clients != null;
        context.init(keys(own), clients == null ? null : trusting(clients), null);
        Thread.ofVirtual().start(this::accept);
    }

    static X509Certificate certificate(TestCertificate of) throws Exception {
        try (InputStream pem = Files.newInputStream(of.cert())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    private static KeyManager[] keys(TestCertificate own) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", own.identity().key(), new char[0], new X509Certificate[] {certificate(own)});
        var factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trusting(TestCertificate one) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("client", certificate(one));
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                HeldSocket plain = socket.accept();
                Thread.ofVirtual().start(() -> shakeHands(plain));
            } catch (IOException _) { // closed, or the next one is accepted
                Thread.yield();
            }
        }
    }

    private void shakeHands(HeldSocket plain) {
        try {
            plain.setSoTimeout(Peer.DEADLINE);
            SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
            secured.setUseClientMode(false);
            secured.setNeedClientAuth(wantsCertificates);
            secured.setHandshakeApplicationProtocolSelector((_, protocols) -> {
                offered.add(List.copyOf(protocols));
                return protocols.isEmpty() ? null : protocols.getFirst();
            });
            secured.startHandshake();
            sessions.add(secured.getSession().getCreationTime());
            under.put(secured, plain);
            accepted.add(secured);
        } catch (IOException _) { // counted
            failures.incrementAndGet();
        }
    }

    SSLSocket accepts() throws InterruptedException {
        SSLSocket next = accepted.poll(Peer.DEADLINE, TimeUnit.MILLISECONDS);
        assertNotNull(next, "a connection whose handshake has worked");
        return next;
    }

    HeldSocket under(SSLSocket secured) {
        return Objects.requireNonNull(under.get(secured));
    }

    /** By ALPN, a list a handshake. */
    List<List<String>> offered() {
        return offered;
    }

    /** How many there were: one that is resumed is as old as the first time. */
    int sessions() {
        return sessions.size();
    }

    int failures() {
        return failures.get();
    }

    BackendSpec spec() {
        return BackendSpec.of(new Address.Inet("127.0.0.1", socket.getLocalPort()));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (SSLSocket one : accepted) {
            one.close();
        }
    }
}
