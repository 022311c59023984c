package io.awe4lb.plugins.health.postgres;

import io.awe4lb.plugins.health.conversation.Conversation;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.plugins.health.postgres.PostgresCheckProvider.Role;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Logs in and asks whether the server replays another one's log; without a user, only whether it would take clients. */
final class PostgresCheck implements HealthCheck {

    private static final String QUESTION = "SELECT pg_is_in_recovery()";
    /** Stands in for a user: the server says that there is none, or asks for a password, and lives. */
    private static final String NOBODY = "awe4lb";

    private final Role wanted;
    private final Optional<Login> login;
    private final Optional<Tls> tls;

    PostgresCheck(Role wanted, Optional<Login> login, Optional<Tls> tls) {
        this.wanted = wanted;
        this.login = login;
        this.tls = tls;
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        return Conversation.with(target, this::ask);
    }

    private CheckResult ask(Conversation conversation) throws IOException {
        var session = new Session(conversation);
        if (tls.isPresent()) {
            session.secure(tls.get());
        }
        return login.isPresent() ? role(session, login.get()) : life(session);
    }

    /** As pg_isready(1) does it: whatever the server answers, except that it does not take clients now. */
    private static CheckResult life(Session session) throws IOException {
        Message answer = session.knock(NOBODY, NOBODY);
        if (answer.kind() == 'R') {
            return new CheckResult.Passed("it takes clients");
        }
        if (answer.kind() != 'E') {
            throw Message.invalid(answer.kind());
        }
        List<String> fields = answer.texts();
        String code = Message.field(fields, 'C');
        if (code.equals("57P03") || code.equals("53300")) {
            throw Session.refusal(fields);
        }
        return new CheckResult.Passed("it takes clients, though not this one (" + Excerpt.of(Message.field(fields, 'M')) + ")");
    }

    private CheckResult role(Session session, Login who) throws IOException {
        session.logIn(who);
        String answer = session.ask(QUESTION);
        session.end();
        Role role = switch (answer) {
            case "f" -> Role.PRIMARY;
            case "t" -> Role.REPLICA;
            default -> Role.ANY;
        };
        if (role == Role.ANY) {
            return new CheckResult.Failed("answer_invalid", "it answered " + Excerpt.of(answer) + " to " + QUESTION);
        }
        return wanted == Role.ANY || wanted == role ? new CheckResult.Passed("it is a " + word(role))
                : new CheckResult.Failed("role", "it is a %s, a %s is wanted".formatted(word(role), word(wanted)));
    }

    private static String word(Role role) {
        return role == Role.PRIMARY ? "primary" : "replica";
    }
}
