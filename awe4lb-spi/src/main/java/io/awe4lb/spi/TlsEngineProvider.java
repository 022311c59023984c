package io.awe4lb.spi;

import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * Makes TLS engines. Which certificate a client gets, where bytes come from and where they go is the kernel's business; how records are
 * read and written is that of the engines.
 */
public non-sealed interface TlsEngineProvider extends Provider {

    /**
     * Which engine is taken where the user leaves it to awe4lb ({@code engine: auto}): the one with the highest number of those that can be
     * used here.
     *
     * @param verifiesPeers whether it has to verify certificates of the other side: one that does not know every kind of key that Java knows
     *     says less than 0 then
     * @return 0 for Java's own, more for what is faster; the same at each call
     */
    default int preference(boolean verifiesPeers) {
        return 0;
    }

    /**
     * Whether it can be used on this machine. Asked when it is needed first, on any thread; may load a library.
     *
     * @return why it cannot, and what to do about it, in a few words that complete "it cannot be used: "; empty: it can. The same at each call
     */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /**
     * Whether its servers show clients what an authority has said of a certificate ({@link TlsSettings.Identity#staple()}).
     *
     * @return the same at each call
     */
    default boolean staples() {
        return false;
    }

    /**
     * Prepares to be the server of clients. Called on the thread that applies a configuration; may take its time, must not wait for
     * anybody.
     *
     * @param settings of one name that clients ask for, or of all that have no settings of their own
     * @return closed when nobody needs it any more; a client whose session began with another one does not resume it here
     * @throws GeneralSecurityException with a sentence, if it cannot serve with these: they are refused then
     */
    TlsServer server(TlsSettings settings) throws GeneralSecurityException;

    /**
     * Prepares to be a client of one backend. Called on event loops, when the backend is connected to for the first time, and once on the
     * thread that applies a configuration, to hear whether it can; must not wait for anybody.
     *
     * @param settings of one backend
     * @return closed when nobody needs it any more
     * @throws GeneralSecurityException with a sentence, if it cannot speak so: the configuration is refused then
     */
    TlsClient client(TlsClientSettings settings) throws GeneralSecurityException;
}
