package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.config.ClientAuthConfig;
import io.awe4lb.kernel.config.TlsConfig;
import io.awe4lb.kernel.tls.Engines.Engine;
import io.awe4lb.spi.TlsSettings;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSession;

/**
 * What a listener speaks TLS with. Certificates are replaced as a whole when their files have changed: a handshake that begins afterwards
 * gets the new ones, connections that live do not notice. Any loop asks; one thread at a time renews.
 */
public final class Termination implements Credentials, AutoCloseable {

    private final TlsConfig config;
    private final CertificateSources sources;
    private final Challenges challenges;
    private final Staples staples;
    private final InstantSource clock;
    private volatile Loaded loaded;
    private volatile boolean closed;

    /** What stood in the files, and what was made of it. */
    private record Loaded(Files files, List<Identity> identities, List<String> oddities, Optional<ClientTrust> clients,
            ServersByName servers) {

        List<Optional<byte[]>> staples() {
            return identities.stream().map(Identity::staple).toList();
        }
    }

    private record Files(List<Pem> certificates, Optional<ClientTrust.Files> clients) {}

    private Termination(TlsConfig config, Issued issued, Staples staples, InstantSource clock) throws IOException {
        this.config = config;
        this.sources = new CertificateSources(config.certificates(), issued, clock);
        this.challenges = issued.challenges();
        this.staples = staples;
        this.clock = clock;
        this.loaded = load(read());
    }

    /**
     * Reads certificates and prepares to serve with them.
     *
     * @param config validated
     * @param issued certificates that issuers have given
     * @param staples what authorities have said of certificates
     * @param clock says which lists of revoked certificates are over
     * @return ready to serve
     * @throws IOException with a sentence that names the file, if one cannot be read or used, or the engine cannot serve so
     */
    public static Termination of(TlsConfig config, Issued issued, Staples staples, InstantSource clock) throws IOException {
        return new Termination(config, issued, staples, clock);
    }

    private Files read() throws IOException {
        Optional<ClientAuthConfig> clients = config.clientAuth();
        return new Files(sources.read(), clients.isEmpty() ? Optional.empty() : Optional.of(ClientTrust.Files.read(clients.get())));
    }

    private Loaded load(Files files) throws IOException {
        List<Identity> identities = new ArrayList<>();
        List<String> oddities = new ArrayList<>();
        for (int i = 0; i < files.certificates().size(); i++) {
            Pem pem = files.certificates().get(i);
            Identity identity = sources.identity(i, pem);
            identities.add(new Identity(identity.chain(), identity.key(), staple(identity)));
            oddities.addAll(CertificateWarnings.of(sources.file(i), pem.chain()));
            if (!sources.isPlaceholder(i, pem)) {
                Path file = sources.file(i);
                OcspPlace.oddity(identity.chain(), config.staples()).map(oddity -> file + ": " + oddity).ifPresent(oddities::add);
            }
        }
        Optional<ClientTrust> clients = clients(files);
        return new Loaded(files, List.copyOf(identities), oddities, clients,
                ServersByName.of(config, identities, clients.map(ClientTrust::settings)));
    }

    private Optional<byte[]> staple(Identity identity) {
        return config.staples() ? staples.find(identity.chain().getFirst(), clock.instant()) : Optional.empty();
    }

    private Optional<ClientTrust> clients(Files files) throws IOException {
        Optional<ClientAuthConfig> wanted = config.clientAuth();
        return wanted.isEmpty() ? Optional.empty() : Optional.of(ClientTrust.of(wanted.get(), files.clients().orElseThrow(), clock));
    }

    @Override
    public synchronized boolean renew() throws IOException {
        Files files = read();
        Loaded before = loaded;
        boolean isNew = !files.equals(before.files());
        if (closed || !isNew && before.staples().equals(before.identities().stream().map(this::staple).toList())) {
            return false;
        }
        loaded = load(files);
        before.servers().retire();
        return isNew;
    }

    /**
     * Certificates of which authorities can be asked what they say.
     *
     * @return those that are served, with those above them; empty where nobody is to be asked
     */
    public List<List<X509Certificate>> stapled() {
        return config.staples() ? loaded.identities().stream().map(Identity::chain).filter(OcspPlace::isThere).toList() : List.of();
    }

    /**
     * Until when what is shown of a certificate holds.
     *
     * @param served here
     * @return empty where nobody asks; a time of the past if nothing is shown now
     */
    public Optional<Instant> stapledUntil(ServedCertificate served) {
        return config.staples() ? Optional.of(staples.until(served.certificate())) : Optional.empty();
    }

    /**
     * Whether a client offers a protocol (ALPN) that is spoken here.
     *
     * @param offered by the client; empty: it leaves that open
     * @return true as well where none is asked for
     */
    public boolean speaks(List<String> offered) {
        return offered.isEmpty() || config.protocols().isEmpty() || !Collections.disjoint(offered, config.protocols());
    }

    /**
     * What a client is served with: what has exactly the name that it asks for, else what has a wildcard that stands for it, else what has
     * the first certificate.
     *
     * @param serverName in lower case; empty if it names none
     * @return for one connection
     */
    public Engine open(String serverName) {
        return loaded.servers().of(serverName).open();
    }

    /**
     * What somebody is served with who is an authority and wants to see that the name is ours (RFC 8737): it offers one protocol for that
     * alone. Nothing follows after the handshake.
     *
     * @param serverName in lower case; empty if it names none
     * @param offered protocols
     * @return for one connection; empty: it is somebody else, or nobody awaits it
     */
    public Optional<Engine> proof(String serverName, List<String> offered) {
        if (offered.size() != 1 || !offered.getFirst().equals(Challenges.PROTOCOL)) {
            return Optional.empty();
        }
        return challenges.shown(serverName).map(this::proof);
    }

    private Engine proof(Identity shown) {
        var settings = new TlsSettings(List.of(shown), config.versions(), config.ciphers(), List.of(Challenges.PROTOCOL));
        try {
            var engines = new Engines(() -> config.engine().provider().server(settings));
            Engine one = engines.open();
            engines.retire();
            return one;
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the TLS engine does not serve with the certificate of a challenge", refused);
        }
    }

    /**
     * Looks at a client whose handshake is done, with what is known of clients now: a resumed session says only who it was once.
     *
     * @param session of the client
     * @return the subject of its certificate; empty if it has shown none
     * @throws CertificateException with a sentence, if it may not come in
     */
    public Optional<String> admit(SSLSession session) throws CertificateException {
        Optional<ClientTrust> clients = loaded.clients();
        return clients.isEmpty() ? Optional.empty() : clients.get().subject(session);
    }

    @Override
    public List<String> warnings() {
        Loaded now = loaded;
        List<String> warnings = new ArrayList<>(now.oddities());
        for (int i = 0; i < now.identities().size(); i++) {
            warnings.addAll(CertificateWarnings.of(sources.file(i), now.identities().get(i).chain(), clock.instant()));
        }
        now.clients().flatMap(ClientTrust::warning).ifPresent(warnings::add);
        return warnings;
    }

    /**
     * The certificates in force.
     *
     * @return in the order of the configuration
     */
    public List<ServedCertificate> certificates() {
        Loaded now = loaded;
        return IntStream.range(0, now.identities().size()).mapToObj(i -> new ServedCertificate(sources.file(i),
                now.identities().get(i).chain().getFirst(), sources.wanted(i), sources.isPlaceholder(i, now.files().certificates().get(i))))
                .toList();
    }

    /**
     * Whether new listeners should make one of their own.
     *
     * @return true after {@link #close}
     */
    public boolean isClosed() {
        return closed;
    }

    /** No listener has it any more. Those who are connected go on, and whoever was accepted before still gets an engine. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            loaded.servers().retire();
        }
    }
}
