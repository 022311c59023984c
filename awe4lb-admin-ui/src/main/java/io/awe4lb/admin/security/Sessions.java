package io.awe4lb.admin.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who has logged in with a token and has a cookie now. A session ends with its token. In memory only; any thread. */
final class Sessions {

    private static final Duration LONGEST = Duration.ofHours(12);
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final Digests digests;
    /** By the digest of the cookie's value; the oldest first. */
    private final Map<String, Session> sessions = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            return size() > MOST;
        }
    };

    private record Session(String tokenDigest, Instant until) {}

    Sessions(InstantSource clock, Digests digests) {
        this.clock = clock;
        this.digests = digests;
    }

    /** @return the cookie's value */
    synchronized String open(String token) {
        String id = Digests.token();
        sessions.put(digests.of(id), new Session(digests.of(token), clock.instant().plus(LONGEST)));
        return id;
    }

    /** @return digest of the token that it was opened with; empty if there is no such session any more */
    synchronized Optional<String> find(String id) {
        String digest = digests.of(id);
        Session session = sessions.get(digest);
        if (session != null && session.until.isBefore(clock.instant())) {
            sessions.remove(digest);
            return Optional.empty();
        }
        return Optional.ofNullable(session).map(Session::tokenDigest);
    }

    synchronized void close(String id) {
        sessions.remove(digests.of(id));
    }
}
