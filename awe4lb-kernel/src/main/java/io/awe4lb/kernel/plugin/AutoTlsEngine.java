package io.awe4lb.kernel.plugin;

import io.awe4lb.spi.TlsClient;
import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsEngines;
import io.awe4lb.spi.TlsServer;
import io.awe4lb.spi.TlsSettings;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS engine for those who leave the choice to awe4lb: the fastest that can be used on this machine with the settings that are wanted.
 * The log says once which it is, and why it is not a faster one.
 */
final class AutoTlsEngine implements TlsEngineProvider {

    private static final String TYPE = "auto";

    private static final Logger LOG = LoggerFactory.getLogger(AutoTlsEngine.class);

    private final List<TlsEngineProvider> engines;
    private final Set<String> said = new HashSet<>();

    /** The others and this one, if there are any. */
    static SequencedMap<String, TlsEngineProvider> with(SequencedMap<String, TlsEngineProvider> engines) {
        if (engines.isEmpty()) {
            return engines;
        }
        var all = new TreeMap<>(engines);
        all.putIfAbsent(TYPE, new AutoTlsEngine(engines.values()));
        return Collections.unmodifiableSequencedMap(all);
    }

    private AutoTlsEngine(Collection<TlsEngineProvider> engines) {
        this.engines = List.copyOf(engines);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String description() {
        return "The fastest of the others that can be used on this machine.";
    }

    /** What is asked of an engine. */
    private interface Wish<T extends TlsEngines> {
        T of(TlsEngineProvider engine) throws GeneralSecurityException;
    }

    @Override
    public TlsServer server(TlsSettings settings) throws GeneralSecurityException {
        boolean isStapled = settings.identities().stream().anyMatch(identity -> identity.staple().isPresent());
        return first(bestFirst(settings.clientAuth().isPresent(), isStapled), settings.clientAuth().isPresent(),
                engine -> engine.server(settings));
    }

    @Override
    public TlsClient client(TlsClientSettings settings) throws GeneralSecurityException {
        return first(bestFirst(true, false), true, engine -> engine.client(settings));
    }

    @Override
    public boolean staples() {
        return engines.stream().anyMatch(engine -> engine.staples() && engine.unavailable().isEmpty());
    }

    /** Where something is to be stapled, those that can come before those that are faster. */
    private List<TlsEngineProvider> bestFirst(boolean verifiesPeers, boolean isStapled) {
        return engines.stream().sorted(Comparator.<TlsEngineProvider, Boolean>comparing(engine -> isStapled && engine.staples())
                .thenComparingInt(engine -> engine.preference(verifiesPeers)).reversed()).toList();
    }

    private <T extends TlsEngines> T first(List<TlsEngineProvider> bestFirst, boolean verifiesPeers, Wish<T> wish)
            throws GeneralSecurityException {
        var refusal = new GeneralSecurityException("no engine can be used here");
        for (TlsEngineProvider engine : bestFirst) {
            Optional<String> why = engine.unavailable();
            if (why.isPresent()) {
                say("the TLS engine %s cannot be used: %s".formatted(engine.type(), why.get()));
                refusal = new GeneralSecurityException(why.get(), refusal);
                continue;
            }
            try {
                T made = wish.of(engine);
                say("TLS is spoken with the engine %s%s".formatted(engine.type(), verifiesPeers ? " where certificates are verified" : ""));
                return made;
            } catch (GeneralSecurityException refused) {
                say("the TLS engine %s cannot do what is wanted: %s".formatted(engine.type(), refused.getMessage()));
                refusal = refused;
            }
        }
        throw refusal;
    }

    /** Each sentence once. */
    private synchronized void say(String sentence) {
        if (said.add(sentence)) {
            LOG.info(sentence);
        }
    }
}
