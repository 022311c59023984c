package io.awe4lb.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.TlsClient;
import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsServer;
import io.awe4lb.spi.TlsSettings;
import io.awe4lb.spi.TlsSettings.ClientAuth;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

class AutoTlsEngineTest {

    private static final TlsSettings SETTINGS = new TlsSettings(List.of(), List.of("TLSv1.3"), List.of(), List.of());

    private final List<String> asked = new ArrayList<>();

    private record Engine(String type, int preference, Optional<String> unavailable, Optional<String> refusal, List<String> asked)
            implements TlsEngineProvider {

        @Override
        public int preference(boolean verifiesPeers) {
            return verifiesPeers ? -preference : preference;
        }

        @Override
        public String description() {
            return "For tests.";
        }

        @Override
        public TlsServer server(TlsSettings settings) throws GeneralSecurityException {
            asked.add(type);
            if (refusal.isPresent()) {
                throw new GeneralSecurityException(refusal.get());
            }
            return () -> {
                throw new AssertionError("nobody connects");
            };
        }

        @Override
        public TlsClient client(TlsClientSettings settings) {
            asked.add(type);
            return () -> {
                throw new AssertionError("nobody connects");
            };
        }
    }

    private Engine engine(String type, int preference, Optional<String> unavailable, Optional<String> refusal) {
        return new Engine(type, preference, unavailable, refusal, asked);
    }

    private static TlsEngineProvider auto(Engine... engines) {
        SequencedMap<String, TlsEngineProvider> byType = new TreeMap<>();
        List.of(engines).forEach(engine -> byType.put(engine.type(), engine));
        return AutoTlsEngine.with(byType).get("auto");
    }

    @Test
    void theFastestThatCanBeUsedIsTaken() throws GeneralSecurityException {
        auto(engine("a-slow", 0, Optional.empty(), Optional.empty()), engine("fast", 100, Optional.empty(), Optional.empty()))
                .server(SETTINGS);
        assertEquals(List.of("fast"), asked);
    }

    @Test
    void whereCertificatesAreVerifiedAnotherOneMayBeBetter() throws GeneralSecurityException {
        TlsEngineProvider auto =
                auto(engine("slow", 0, Optional.empty(), Optional.empty()), engine("fast", 100, Optional.empty(), Optional.empty()));
        auto.client(
                new TlsClientSettings(new Nobody(), Optional.empty(), Optional.empty(), List.of("TLSv1.3"), List.of(), List.of(), true));
        auto.server(new TlsSettings(List.of(), List.of("TLSv1.3"), List.of(), List.of(), Optional.of(new ClientAuth(true, new Nobody()))));
        assertEquals(List.of("slow", "slow"), asked);
    }

    @Test
    void oneThatIsNotForThisMachineIsLeftOutAndOneThatRefusesIsFollowedByTheNext() throws GeneralSecurityException {
        auto(engine("slow", 0, Optional.empty(), Optional.empty()), engine("picky", 50, Optional.empty(), Optional.of("not with these")),
                engine("fast", 100, Optional.of("no library"), Optional.empty())).server(SETTINGS);
        assertEquals(List.of("picky", "slow"), asked);
    }

    @Test
    void whereNoneCanTheLastSaysWhy() {
        TlsEngineProvider auto = auto(engine("slow", 0, Optional.empty(), Optional.of("no such key")),
                engine("fast", 100, Optional.of("no library"), Optional.empty()));
        assertEquals("no such key", assertThrows(GeneralSecurityException.class, () -> auto.server(SETTINGS)).getMessage());
    }

    /** Is never asked. */
    private static final class Nobody extends X509ExtendedTrustManager {

        private static AssertionError asked() {
            return new AssertionError("there are no handshakes");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw asked();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw asked();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw asked();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw asked();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw asked();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw asked();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void withoutEnginesThereIsNoChoice() {
        assertTrue(AutoTlsEngine.with(new TreeMap<>()).isEmpty());
    }
}
