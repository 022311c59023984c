package io.awe4lb.plugins.health.mysql;

import io.awe4lb.plugins.health.conversation.Conversation;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.plugins.health.mysql.MysqlCheckProvider.Role;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.BufferUnderflowException;
import java.util.Locale;
import java.util.Optional;

/** Logs in and asks whether the server is read-only; without a user, only whether it would take clients. */
final class MysqlCheck implements HealthCheck {

    private static final String QUESTION = "SELECT @@global.read_only";
    /** Stands in for a user: who does not finish the login counts as a failed connection, and too many of them lock this machine out. */
    private static final Login NOBODY = new Login("awe4lb", Optional.empty(), false);

    private final Role wanted;
    private final Optional<Login> login;
    private final Optional<Tls> tls;

    MysqlCheck(Role wanted, Optional<Login> login, Optional<Tls> tls) {
        this.wanted = wanted;
        this.login = login;
        this.tls = tls;
    }

    @Override
    public CheckResult check(CheckTarget target) throws InterruptedException {
        boolean isLocal = target.address() instanceof UnixDomainSocketAddress;
        return Conversation.with(target, conversation -> ask(conversation, isLocal));
    }

    private CheckResult ask(Conversation conversation, boolean isLocal) throws IOException {
        try {
            Session session = Session.open(conversation, isLocal);
            if (tls.isPresent()) {
                session.secure(tls.get());
            }
            return login.isPresent() ? role(session, login.get()) : life(session);
        } catch (BufferUnderflowException tooShort) {
            throw Packet.invalid();
        }
    }

    private static CheckResult life(Session session) throws IOException {
        Packet answer = session.logIn(NOBODY);
        if (answer.kind() == Packet.ERROR && !answer.isAboutTheUser()) {
            throw answer.refusal();
        }
        if (answer.kind() == Packet.OK) {
            session.end();
        }
        return new CheckResult.Passed("it takes clients");
    }

    private CheckResult role(Session session, Login who) throws IOException {
        Packet answer = session.logIn(who);
        if (answer.kind() == Packet.ERROR) {
            throw answer.refusal();
        }
        String value = session.ask(QUESTION);
        session.end();
        Optional<Role> role = role(value.toUpperCase(Locale.ROOT));
        if (role.isEmpty()) {
            return new CheckResult.Failed("answer_invalid", "it answered " + Excerpt.of(value) + " to " + QUESTION);
        }
        boolean isWanted = wanted == Role.ANY || wanted == role.get();
        return isWanted ? new CheckResult.Passed("it is a " + word(role.get()))
                : new CheckResult.Failed("role", "it is a %s, a %s is wanted".formatted(word(role.get()), word(wanted)));
    }

    /** MariaDB from 12 on answers with words, of which some say which locks are taken, too. */
    private static Optional<Role> role(String readOnly) {
        return switch (readOnly) {
            case "0", "OFF" -> Optional.of(Role.PRIMARY);
            case "1", "ON", "NO_LOCK", "NO_LOCK_NO_ADMIN" -> Optional.of(Role.REPLICA);
            default -> Optional.empty();
        };
    }

    private static String word(Role role) {
        return role == Role.PRIMARY ? "primary, which can be written to" : "replica, which is read-only";
    }
}
