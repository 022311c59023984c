package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.config.TlsConfig;
import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsSettings;
import io.awe4lb.spi.TlsSettings.ClientAuth;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Groups of certificates by the names that they are for, each with a server of its own: a session that began with one name is never resumed
 * with another one. Immutable.
 */
final class ServersByName {

    /** By name; those of a wildcard by {@code *.domain}. */
    private final Map<String, Engines> byName = new HashMap<>();

    private final Map<List<Identity>, Engines> servers = new HashMap<>();
    private final Engines first;

    private ServersByName(TlsConfig config, Optional<ClientAuth> clientAuth, Map<String, List<Identity>> groups, List<Identity> firstGroup)
            throws IOException {
        try {
            for (Map.Entry<String, List<Identity>> group : groups.entrySet()) {
                byName.put(group.getKey(), server(config, group.getValue(), clientAuth));
            }
            this.first = server(config, firstGroup, clientAuth);
        } catch (IOException refused) {
            retire();
            throw refused;
        }
    }

    /** @throws IOException with a sentence, if the engine cannot serve so */
    static ServersByName of(TlsConfig config, List<Identity> identities, Optional<ClientAuth> clientAuth) throws IOException {
        Map<String, List<Identity>> groups = new LinkedHashMap<>();
        identities
                .forEach(identity -> CertificateNames.of(identity.chain().getFirst()).hosts().forEach(name -> add(identity, name, groups)));
        Identity first = identities.getFirst();
        List<Identity> firstGroup = groups.values().stream().filter(group -> group.contains(first)).findFirst().orElse(List.of(first));
        return new ServersByName(config, clientAuth, groups, firstGroup);
    }

    /** Of one kind of key the first is taken. */
    private static void add(Identity identity, String name, Map<String, List<Identity>> groups) {
        List<Identity> group = groups.computeIfAbsent(name, _ -> new ArrayList<>());
        if (group.stream().noneMatch(other -> other.key().getAlgorithm().equals(identity.key().getAlgorithm()))) {
            group.add(identity);
        }
    }

    private Engines server(TlsConfig config, List<Identity> group, Optional<ClientAuth> clientAuth) throws IOException {
        Engines known = servers.get(group);
        if (known != null) {
            return known;
        }
        TlsEngineProvider engine = config.engine().provider();
        try {
            var settings = new TlsSettings(group, config.versions(), config.ciphers(), config.protocols(), clientAuth,
                    config.prefersOwnCiphers(), config.sessions());
            Engines made = new Engines(() -> engine.server(settings));
            servers.put(List.copyOf(group), made);
            return made;
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            throw new IOException("the TLS engine %s cannot serve so: %s".formatted(engine.type(), refused.getMessage()), refused);
        }
    }

    /** Nobody is to begin with them any more. Once. */
    void retire() {
        servers.values().forEach(Engines::retire);
    }

    Engines of(String serverName) {
        Engines exact = byName.get(serverName);
        if (exact != null) {
            return exact;
        }
        int dot = serverName.indexOf('.');
        return dot < 0 ? first : Objects.requireNonNullElse(byName.get("*" + serverName.substring(dot)), first);
    }
}
