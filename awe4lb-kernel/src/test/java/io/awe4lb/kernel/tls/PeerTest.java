package io.awe4lb.kernel.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.config.BackendTlsConfig;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.tls.Engines.Engine;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.TlsClient;
import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsServer;
import io.awe4lb.spi.TlsSettings;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

/** What is prepared for a backend, and when it is dropped. */
class PeerTest {

    private final Counting provider = new Counting();
    private final Peer peer = new Peer();

    private static final class Counting implements TlsEngineProvider {
        private final List<TlsClientSettings> made = new ArrayList<>();
        private int open;

        @Override
        public String type() {
            return "counting";
        }

        @Override
        public String description() {
            return "For tests.";
        }

        @Override
        public TlsServer server(TlsSettings settings) {
            throw new AssertionError("it is a client's");
        }

        @Override
        public TlsClient client(TlsClientSettings settings) {
            made.add(settings);
            open++;
            return new Client();
        }

        private final class Client implements TlsClient {

            @Override
            public SSLEngine engine() {
                try {
                    return SSLContext.getDefault().createSSLEngine();
                } catch (NoSuchAlgorithmException failure) {
                    throw new AssertionError(failure);
                }
            }

            @Override
            public void close() {
                open--;
            }
        }
    }

    private BackendTlsConfig config(Optional<Path> ca, Optional<String> sni, Optional<String> name, List<String> protocols) {
        return new BackendTlsConfig(new ProviderConfig<>(provider, Options.defaults()), true, ca, sni, name, Optional.empty(),
                List.of("TLSv1.3"), List.of(), protocols, true);
    }

    private Origination origination(String... protocols) throws Exception {
        int before = provider.open;
        Origination origination =
                Origination.of(config(Optional.empty(), Optional.empty(), Optional.empty(), List.of(protocols)), InstantSource.system());
        assertEquals(before, provider.open, "what was made to try it out is closed");
        provider.made.clear();
        return origination;
    }

    private static BackendSpec backend(String host, Optional<String> sni) {
        return new BackendSpec("b", new Address.Inet(host, 443), 1, 1, 0, sni);
    }

    private static final BackendSpec BACKEND = backend("web.example", Optional.empty());

    @Test
    void whatIsPreparedIsForTheNextConnectionsToo() throws Exception {
        Origination origination = origination();
        origination.open(peer, BACKEND, Optional.empty()).release();
        origination.open(peer, BACKEND, Optional.empty()).release();
        assertEquals(1, provider.made.size());
        assertEquals(1, provider.open);
        peer.leave();
        assertEquals(0, provider.open);
    }

    @Test
    void whatTheClientHasAgreedOnIsOfferedUnlessThePoolSaysSomethingElse() throws Exception {
        Origination origination = origination();
        origination.open(peer, BACKEND, Optional.of("h2")).release();
        origination.open(peer, BACKEND, Optional.empty()).release();
        assertEquals(List.of(List.of("h2"), List.of()), provider.made.stream().map(TlsClientSettings::protocols).toList());
        Origination own = origination("http/1.1");
        own.open(peer, BACKEND, Optional.of("h2")).release();
        assertEquals(List.of("http/1.1"), provider.made.getFirst().protocols());
    }

    @Test
    void anotherWayToSpeakAndAnotherNameDropWhatWasPreparedBefore() throws Exception {
        origination().open(peer, BACKEND, Optional.empty()).release();
        Origination next = origination();
        next.open(peer, BACKEND, Optional.empty()).release();
        assertEquals(1, provider.open);
        next.open(peer, backend("web.example", Optional.of("other.example")), Optional.empty()).release();
        assertEquals(1, provider.open);
        assertEquals(Optional.of("other.example"), provider.made.getLast().serverName());
        peer.forget();
        assertEquals(0, provider.open);
    }

    @Test
    void aConnectionThatLivesKeepsItsOwn() throws Exception {
        Engine engine = origination().open(peer, BACKEND, Optional.empty());
        peer.leave();
        assertEquals(1, provider.open);
        engine.release();
        assertEquals(0, provider.open);
    }

    @Test
    void whoConnectsToOneThatHasLeftLeavesNothingAndOneThatIsBackIsKept() throws Exception {
        Origination origination = origination();
        peer.leave();
        Engine late = origination.open(peer, BACKEND, Optional.empty());
        assertEquals(1, provider.open);
        late.release();
        assertEquals(0, provider.open);
        peer.come();
        origination.open(peer, BACKEND, Optional.empty()).release();
        assertEquals(1, provider.open);
    }

    @Test
    void theNameThatIsAskedForIsTheBackendsOwnThenThePoolsThenTheHost() throws Exception {
        assertEquals(Optional.of("web.example"), asked(Optional.empty(), BACKEND));
        assertEquals(Optional.of("pool.example"), asked(Optional.of("pool.example"), BACKEND));
        assertEquals(Optional.of("own.example"), asked(Optional.of("pool.example"), backend("web.example", Optional.of("own.example"))));
        assertEquals(Optional.empty(), asked(Optional.empty(), backend("10.0.0.1", Optional.empty())), "addresses are not asked for");
    }

    private Optional<String> asked(Optional<String> sni, BackendSpec backend) throws Exception {
        Origination.of(config(Optional.empty(), sni, Optional.empty(), List.of()), InstantSource.system())
                .open(new Peer(), backend, Optional.empty()).release();
        return provider.made.getLast().serverName();
    }
}
