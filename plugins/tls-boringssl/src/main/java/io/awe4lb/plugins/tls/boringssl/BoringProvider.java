package io.awe4lb.plugins.tls.boringssl;

import io.awe4lb.spi.TlsClient;
import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsServer;
import io.awe4lb.spi.TlsSettings;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Makes {@link BoringServer}s and {@link BoringClient}s. */
public final class BoringProvider implements TlsEngineProvider {

    /** Before Java's own: a handshake takes a fraction of the time. */
    private static final int FASTER = 100;
    /** After it: BoringSSL verifies no signature of Ed25519 unless it is told to, which its binding cannot. */
    private static final int NOT_EVERY_KEY = -1;

    @Override
    public String type() {
        return "boringssl";
    }

    @Override
    public String description() {
        return "BoringSSL, for many handshakes and much traffic: on Linux with glibc, x86_64 and aarch64.";
    }

    @Override
    public int preference(boolean verifiesPeers) {
        return verifiesPeers ? NOT_EVERY_KEY : FASTER;
    }

    @Override
    public Optional<String> unavailable() {
        return NativeLibrary.trouble();
    }

    @Override
    public boolean staples() {
        return true;
    }

    @Override
    public TlsServer server(TlsSettings settings) throws GeneralSecurityException {
        return BoringServer.of(settings, System::nanoTime);
    }

    @Override
    public TlsClient client(TlsClientSettings settings) throws GeneralSecurityException {
        return BoringClient.of(settings);
    }
}
