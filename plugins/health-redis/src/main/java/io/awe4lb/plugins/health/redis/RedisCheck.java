package io.awe4lb.plugins.health.redis;

import io.awe4lb.plugins.health.conversation.Conversation;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.plugins.health.redis.RedisCheckProvider.Role;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.io.IOException;
import java.util.Optional;

/** Asks {@code ROLE}, which a server answers only once it has loaded its data. */
final class RedisCheck implements HealthCheck {

    private static final String PRIMARY = "master";
    private static final String REPLICA = "slave";
    /** What a replica tells: its role, its primary's host and port, the state of its connection, how far it has read. */
    private static final int STATE = 3;

    private final Role wanted;
    private final Optional<byte[]> auth;
    private final Optional<Tls> tls;

    RedisCheck(Role wanted, Optional<byte[]> auth, Optional<Tls> tls) {
        this.wanted = wanted;
        this.auth = auth;
        this.tls = tls;
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        return Conversation.with(target, this::ask);
    }

    private CheckResult ask(Conversation conversation) throws IOException {
        if (tls.isPresent()) {
            conversation.secure(tls.get());
        }
        if (auth.isPresent()) {
            conversation.send(auth.get());
            if (Reply.read(conversation.in()) instanceof Reply.Refusal(var words)) {
                return refused(words);
            }
        }
        conversation.send(Command.ROLE);
        return switch (Reply.read(conversation.in())) {
            case Reply.Refusal(var words) -> refused(words);
            case Reply.Several several -> judge(several);
            case Reply.Text(var text) -> unknown(text);
        };
    }

    private CheckResult judge(Reply.Several answer) {
        return switch (answer.text(0)) {
            case PRIMARY -> wanted == Role.REPLICA ? wrong("a primary") : new CheckResult.Passed("it is a primary");
            case REPLICA -> replica(answer.text(STATE), answer.text(1) + ":" + answer.text(2));
            default -> unknown(answer.text(0));
        };
    }

    private CheckResult replica(String state, String primary) {
        if (wanted == Role.PRIMARY) {
            return wrong("a replica of " + primary);
        }
        if (wanted == Role.REPLICA && !state.equals("connected")) {
            String sentence = "it is a replica, but its connection to its primary %s is %s: its data get old".formatted(primary,
                    Excerpt.of(state));
            return new CheckResult.Failed("replica_apart", sentence);
        }
        return new CheckResult.Passed("it is a replica of " + primary + ", " + state);
    }

    private static CheckResult wrong(String found) {
        String wanted = found.startsWith("a primary") ? "a replica" : "a primary";
        return new CheckResult.Failed("role", "it is " + found + ", " + wanted + " is wanted");
    }

    private static CheckResult unknown(String role) {
        return new CheckResult.Failed("role", "it says that it is " + Excerpt.of(role) + ", neither a primary nor a replica");
    }

    private static CheckResult refused(String words) {
        String said = "it refused: " + Excerpt.of(words);
        if (words.startsWith("NOAUTH") || words.startsWith("WRONGPASS") || words.startsWith("ERR AUTH") || words.startsWith("NOPERM")) {
            return new CheckResult.Failed("auth_refused", said + "; set 'password', and 'user' if it is not the default one,"
                    + " who needs the right to ROLE");
        }
        return new CheckResult.Failed("refused", said);
    }
}
