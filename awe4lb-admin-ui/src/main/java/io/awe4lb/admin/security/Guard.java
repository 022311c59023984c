package io.awe4lb.admin.security;

import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.kernel.config.AdminConfig;
import io.awe4lb.kernel.config.Role;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Seldom;
import io.awe4lb.kernel.stats.Subject;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands before every route: names, tokens, sessions, roles. Any thread; what is in force is swapped as a whole. */
public final class Guard {

    /** The cookie of a session. */
    public static final String COOKIE = "awe4lb_session";

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");
    private static final String BEARER = "bearer ";

    private final Events events;
    private final Seldom refusals = new Seldom(Duration.ofMinutes(1));
    private final FirstToken firstToken;
    private final Digests digests = new Digests();
    private final Sessions sessions;
    private final Attempts attempts;
    private final BooleanSupplier metricsArePublic;
    private volatile InForce inForce;

    /** What a configuration says of who may ask. */
    public static final class InForce {

        private final Names names;
        private final Tokens tokens;

        private InForce(Names names, Tokens tokens) {
            this.names = names;
            this.tokens = tokens;
        }
    }

    /**
     * With nobody let in yet.
     *
     * @param events where logins are told
     * @param firstToken where no token is configured
     * @param clock for sessions and patience
     * @param metricsArePublic whether they need no token, as of now
     */
    public Guard(Events events, FirstToken firstToken, InstantSource clock, BooleanSupplier metricsArePublic) {
        this.events = events;
        this.firstToken = firstToken;
        this.sessions = new Sessions(clock, digests);
        this.attempts = new Attempts(clock);
        this.metricsArePublic = metricsArePublic;
        this.inForce = new InForce(new Names(Set.of()), Tokens.of(digests, Set.of()));
    }

    /**
     * Makes ready for a configuration.
     *
     * @param config of management
     * @return for {@link #use}
     * @throws IOException with a sentence, if the first token cannot be read
     */
    public InForce prepare(AdminConfig config) throws IOException {
        Names names = new Names(config.hosts());
        if (!config.tokens().isEmpty()) {
            return new InForce(names, Tokens.of(digests, config.tokens().values()));
        }
        firstToken.check();
        return new InForce(names, Tokens.of(digests, firstToken));
    }

    /**
     * Brings into force what was prepared. Sessions whose token is gone end with it.
     *
     * @param next from {@link #prepare}
     */
    public void use(InForce next) {
        inForce = next;
    }

    /**
     * Makes and shows the first token where one is needed. After {@link #use}.
     *
     * @param config in force
     */
    public void ensureToken(AdminConfig config) {
        if (config.tokens().isEmpty()) {
            firstToken.ensure();
        }
    }

    /**
     * Refuses foreign pages.
     *
     * @param context of any request but one for liveness
     */
    public void checkNames(Context context) {
        inForce.names.check(context);
    }

    /**
     * Refuses whoever may not.
     *
     * @param context of a request for a route
     * @param needed by the route
     */
    public void checkRole(Context context, Set<RouteRole> needed) {
        if (needed.contains(Route.Access.PUBLIC) || needed.contains(Route.Access.SCRAPER) && metricsArePublic.getAsBoolean()) {
            return;
        }
        Caller caller = caller(context);
        caller.sent(context);
        for (RouteRole role : needed) {
            Role least = role == Route.Access.SCRAPER ? Role.VIEWER : Role.valueOf(role.toString());
            right(context, least).belongsTo(context);
            if (caller.role().compareTo(least) < 0) {
                tellRefusal(caller, least);
                throw ProblemCode.ROLE_MISSING.problem("this needs the role %s; the token '%s' has the role %s".formatted(word(least),
                        caller.name(), word(caller.role()))).exception();
            }
        }
    }

    /** Once a while, for all together: a script that tries again and again is told once. */
    private void tellRefusal(Caller caller, Role least) {
        refusals.due(System.nanoTime()).ifPresent(others -> events.publish(EventType.LOGIN, Event.Severity.WARNING, Subject.NONE,
                caller.name(), "refused: it needs the role %s, and has the role %s%s".formatted(word(least), word(caller.role()),
                        others == 0 ? "" : "; and others before it: " + others)));
    }

    /**
     * A role's word.
     *
     * @param role any
     * @return in lower case
     */
    public static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private Caller caller(Context context) {
        String header = context.header("Authorization");
        if (header != null) {
            return find(context, token(header)).orElseThrow(Guard::wrong);
        }
        String cookie = context.cookie(COOKIE);
        if (cookie == null) {
            throw ProblemCode.NO_TOKEN
                    .problem(
                            "send 'Authorization: Bearer TOKEN' with a token of admin.auth.tokens, or the one that was shown at the first start")
                    .with("WWW-Authenticate", "Bearer realm=\"awe4lb\"").exception();
        }
        Names.checkCookie(context);
        return sessions.find(cookie).flatMap(inForce.tokens::known).orElseThrow(Guard::wrong);
    }

    /** For answers that go on: found again in what is in force then. */
    private Right right(Context context, Role least) {
        String header = context.header("Authorization");
        String cookie = String.valueOf(context.cookie(COOKIE));
        Optional<String> sent = Optional.ofNullable(header).map(Guard::token).map(digests::of);
        return () -> sent.or(() -> sessions.find(cookie)).flatMap(digest -> inForce.tokens.known(digest))
                .filter(caller -> caller.role().compareTo(least) >= 0).isPresent();
    }

    private static String token(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith(BEARER) ? header.substring(BEARER.length()).strip() : "";
    }

    private static RuntimeException wrong() {
        return ProblemCode.WRONG_TOKEN.problem("nobody has this token, or the session is over")
                .with("WWW-Authenticate", "Bearer realm=\"awe4lb\", error=\"invalid_token\"").exception();
    }

    /** A token that was right before is not kept waiting by somebody else's guesses from the same address. */
    private Optional<Caller> find(Context context, String token) {
        String address = context.ip();
        if (attempts.isTrusted(address, digests.of(token))) {
            Optional<Caller> known = inForce.tokens.known(digests.of(token));
            if (known.isPresent()) {
                return known;
            }
        }
        attempts.check(address);
        Optional<Caller> found = token.isEmpty() ? Optional.empty() : inForce.tokens.find(token);
        if (found.isPresent()) {
            attempts.trust(address, digests.of(token));
        } else {
            failed(address);
        }
        return found;
    }

    private void failed(String address) {
        if (attempts.failed(address)) {
            LOG.warn("admin server: a wrong token from {}; more of them within this minute are not told", address);
            events.publish(EventType.LOGIN, Event.Severity.WARNING, Subject.NONE, "",
                    "a wrong token from %s; more of them within this minute are not told".formatted(address));
        }
    }

    /**
     * Logs in.
     *
     * @param context of the request
     * @param token that was sent
     * @return who it is, and the cookie's value
     */
    public Login login(Context context, String token) {
        Caller caller = find(context, token).orElseThrow(Guard::wrong);
        events.publish(EventType.LOGIN, Event.Severity.INFO, Subject.NONE, caller.name(), "logged in from " + context.ip());
        return new Login(caller, sessions.open(token));
    }

    /**
     * A session that was opened.
     *
     * @param caller whose
     * @param cookie value of the cookie
     */
    public record Login(Caller caller, String cookie) {

        @Override
        public String toString() {
            return caller.name();
        }
    }

    /**
     * Logs out.
     *
     * @param context of the request
     */
    public void logout(Context context) {
        String cookie = context.cookie(COOKIE);
        if (cookie != null) {
            sessions.find(cookie).flatMap(inForce.tokens::known).ifPresent(caller -> events.publish(EventType.LOGIN, Event.Severity.INFO,
                    Subject.NONE, caller.name(), "logged out from " + context.ip()));
            sessions.close(cookie);
        }
    }
}
