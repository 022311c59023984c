package io.awe4lb.kernel.tls;

import io.awe4lb.spi.TlsSettings.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What authorities are told who want to see that names belong to this machine (RFC 8555, section 8; RFC 8737). Loops ask at each connection
 * that may be of one, so that asking is cheap; any thread.
 */
public final class Challenges {

    /** The protocol that an authority offers, alone, when it wants to see a certificate. */
    public static final String PROTOCOL = "acme-tls/1";

    private final Map<String, String> byToken = new ConcurrentHashMap<>();
    private final Map<String, Identity> byName = new ConcurrentHashMap<>();

    /** Nobody is awaited yet. */
    public Challenges() {}

    /**
     * Whether anybody is awaited who asks by HTTP.
     *
     * @return false nearly always
     */
    public boolean areAwaited() {
        return !byToken.isEmpty();
    }

    /**
     * The answer to a request.
     *
     * @param token of the request
     * @return empty if it is not one that is awaited
     */
    public Optional<String> answer(String token) {
        return Optional.ofNullable(byToken.get(token));
    }

    /**
     * The certificate for somebody who wants to see one.
     *
     * @param serverName that is asked for, in lower case
     * @return empty if nobody is awaited for it
     */
    Optional<Identity> shown(String serverName) {
        return Optional.ofNullable(byName.get(serverName));
    }

    /**
     * Begins to await an authority.
     *
     * @return what it is told; to be closed
     */
    public Answers open() {
        return new Answers();
    }

    /** What is told for one order. One thread at a time. */
    public final class Answers implements AutoCloseable {

        private final List<String> tokens = new ArrayList<>();
        private final List<String> names = new ArrayList<>();

        private Answers() {}

        /**
         * Answers a request by HTTP.
         *
         * @param token of the request
         * @param content what it is told
         */
        public void http(String token, String content) {
            byToken.put(token, content);
            tokens.add(token);
        }

        /**
         * Shows a certificate.
         *
         * @param serverName that is asked for, in lower case
         * @param shown with its key
         */
        public void tls(String serverName, Identity shown) {
            byName.put(serverName, shown);
            names.add(serverName);
        }

        /** Nobody is awaited any more. Idempotent. */
        @Override
        public void close() {
            tokens.forEach(byToken::remove);
            names.forEach(byName::remove);
        }
    }
}
