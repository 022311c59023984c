package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.config.CertificateConfig;
import io.awe4lb.kernel.config.CertificateSource;
import io.awe4lb.kernel.config.IssuedConfig;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the certificates of one listener come from: files, and issuers, for which something else is shown until they have given one. */
final class CertificateSources {

    private final List<CertificateSource> all;
    private final Issued issued;
    private final InstantSource clock;
    private final Map<IssuedConfig, Pem> placeholders = new ConcurrentHashMap<>();

    CertificateSources(List<CertificateSource> all, Issued issued, InstantSource clock) {
        this.all = all;
        this.issued = issued;
        this.clock = clock;
    }

    /** What there is now, in the order of the configuration. @throws IOException with a sentence that names the file */
    List<Pem> read() throws IOException {
        List<Pem> pems = new ArrayList<>();
        for (CertificateSource source : all) {
            pems.add(switch (source) {
                case CertificateConfig file -> Pem.read(file);
                case IssuedConfig wanted -> issued.find(wanted).orElseGet(() -> placeholder(wanted));
            });
        }
        return pems;
    }

    private Pem placeholder(IssuedConfig wanted) {
        return placeholders.computeIfAbsent(wanted, missing -> Placeholder.make(missing.names(), clock.instant()));
    }

    /** @throws IOException with a sentence that names the files, if they do not belong together */
    Identity identity(int index, Pem pem) throws IOException {
        return all.get(index) instanceof CertificateConfig file ? pem.identity(file) : pem.identity(Optional.empty());
    }

    Path file(int index) {
        return switch (all.get(index)) {
            case CertificateConfig file -> file.cert();
            case IssuedConfig wanted -> issued.file(wanted);
        };
    }

    /** Who gives it; empty: nobody, it is a file. */
    Optional<IssuedConfig> wanted(int index) {
        return all.get(index) instanceof IssuedConfig wanted ? Optional.of(wanted) : Optional.empty();
    }

    /** Whether it stands for one that was not given yet. */
    boolean isPlaceholder(int index, Pem pem) {
        return wanted(index).map(placeholders::get).filter(pem::equals).isPresent();
    }
}
