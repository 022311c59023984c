package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.config.BackendTlsConfig;
import io.awe4lb.kernel.config.CertificateConfig;
import io.awe4lb.kernel.tls.Engines.Engine;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What a pool speaks TLS with to its backends. Authorities and the own certificate are replaced as a whole when their files have changed:
 * a handshake that begins afterwards has the new ones, connections that live do not notice. Any loop asks; one thread at a time renews.
 */
public final class Origination implements Credentials {

    /** Nobody is there: to try out whether the engine can. */
    private static final BackendSpec NOBODY = BackendSpec.of(new Address.Inet("backend.invalid", 443));

    private final BackendTlsConfig config;
    private final InstantSource clock;
    private volatile Loaded loaded;

    /** What stood in the files. */
    private record Files(Optional<String> ca, Optional<Pem> certificate) {}

    /** What was made of it. */
    private record Loaded(Files files, Outfit outfit) {}

    private Origination(BackendTlsConfig config, InstantSource clock) throws IOException {
        this.config = config;
        this.clock = clock;
        this.loaded = load(read());
    }

    /**
     * Reads the files and prepares to speak.
     *
     * @param config validated
     * @param clock says which certificates are over
     * @return ready
     * @throws IOException with a sentence that names the file, if one cannot be read or used, or the engine cannot speak so
     */
    public static Origination of(BackendTlsConfig config, InstantSource clock) throws IOException {
        return new Origination(config, clock);
    }

    private Files read() throws IOException {
        Optional<Path> ca = config.ca();
        Optional<CertificateConfig> certificate = config.certificate();
        return new Files(ca.isPresent() ? Optional.of(FileText.of(ca.get())) : Optional.empty(),
                certificate.isPresent() ? Optional.of(Pem.read(certificate.get())) : Optional.empty());
    }

    private Loaded load(Files files) throws IOException {
        Optional<Authorities> authorities = config.verify() ? Optional.of(Authorities.of(config.ca(), files.ca())) : Optional.empty();
        Outfit outfit = new Outfit(config, authorities, identity(files), clock);
        try {
            outfit.engines(NOBODY, config.protocols()).retire();
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            throw new IOException(
                    "the TLS engine %s cannot speak so: %s".formatted(config.engine().provider().type(), refused.getMessage()),
                    refused);
        }
        return new Loaded(files, outfit);
    }

    private Optional<Identity> identity(Files files) throws IOException {
        if (config.certificate().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(files.certificate().orElseThrow().identity(config.certificate().get()));
    }

    @Override
    public synchronized boolean renew() throws IOException {
        Files files = read();
        if (files.equals(loaded.files())) {
            return false;
        }
        loaded = load(files);
        return true;
    }

    @Override
    public List<String> warnings() {
        return certificate().stream()
                .flatMap(own -> CertificateWarnings.of(own.file(), List.of(own.certificate()), clock.instant()).stream())
                .toList();
    }

    /**
     * The certificate in force that backends are shown.
     *
     * @return empty: they get none
     */
    public Optional<ServedCertificate> certificate() {
        return loaded.outfit().identity().map(identity -> new ServedCertificate(config.certificate().orElseThrow().cert(),
                identity.chain().getFirst(), Optional.empty(), false));
    }

    /**
     * How a backend is spoken to, for those who do not take an engine from here: its health checks. Any thread.
     *
     * @param backend what discovery says of it
     * @return with what stands in the files now
     */
    public TlsClientSettings settings(BackendSpec backend) {
        return loaded.outfit().settings(backend, config.protocols());
    }

    /**
     * For a new connection to a backend. On its loop.
     *
     * @param peer the backend's
     * @param backend what discovery says of it
     * @param agreed the protocol that the client and the listener have agreed on; empty if they have on none
     * @return a client's engine
     */
    public Engine open(Peer peer, BackendSpec backend, Optional<String> agreed) {
        List<String> protocols = config.protocols().isEmpty() ? agreed.map(List::of).orElse(List.of()) : config.protocols();
        return peer.open(loaded.outfit(), backend, protocols);
    }
}
