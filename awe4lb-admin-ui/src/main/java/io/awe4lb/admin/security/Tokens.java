package io.awe4lb.admin.security;

import io.awe4lb.kernel.config.Role;
import io.awe4lb.kernel.config.TokenConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The tokens in force. Any thread. */
public final class Tokens {

    /** Name of the token that is made where none is configured. */
    static final String FIRST = "first-start";

    private final Digests digests;
    private final List<Known> configured = new ArrayList<>();
    private final Optional<FirstToken> first;

    private record Known(Caller caller, String digest) {}

    private Tokens(Digests digests, Collection<TokenConfig> configured, Optional<FirstToken> first) {
        this.digests = digests;
        configured
                .forEach(token -> this.configured.add(new Known(new Caller(token.id(), token.role()), digests.of(token.token().value()))));
        this.first = first;
    }

    static Tokens of(Digests digests, Collection<TokenConfig> configured) {
        return new Tokens(digests, configured, Optional.empty());
    }

    static Tokens of(Digests digests, FirstToken first) {
        return new Tokens(digests, List.of(), Optional.of(first));
    }

    /** Whose token has this digest; the first one's is known once it was sent. */
    Optional<Caller> known(String digest) {
        Optional<Caller> found = first.filter(token -> token.isSeen(digest)).map(_ -> firstCaller());
        for (Known known : configured) { // all of them, so that the time tells nothing
            if (Digests.same(known.digest, digest)) {
                found = Optional.of(known.caller);
            }
        }
        return found;
    }

    /** Whose token it is. */
    Optional<Caller> find(String token) {
        String digest = digests.of(token);
        first.filter(made -> made.hash().filter(hash -> hash.matches(token)).isPresent()).ifPresent(made -> made.seen(digest));
        return known(digest);
    }

    private static Caller firstCaller() {
        return new Caller(FIRST, Role.ADMIN);
    }
}
