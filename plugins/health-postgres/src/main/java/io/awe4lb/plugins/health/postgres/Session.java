package io.awe4lb.plugins.health.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import io.awe4lb.plugins.health.conversation.Conversation;
import io.awe4lb.plugins.health.conversation.Excerpt;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** One login with one question. Ends politely, so that the server writes nothing into its log. */
final class Session {

    private static final int VERSION_3 = 3 << 16;
    private static final int TLS_REQUEST = 80877103;
    /** Notices, parameters and the like: more would be no login. */
    private static final int MOST_MESSAGES = 200;

    // requests of authentication
    private static final int OK = 0;
    private static final int CLEAR_TEXT = 3;
    private static final int MD5 = 5;
    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int SASL_FINAL = 12;

    private final Conversation conversation;
    private int messages;

    Session(Conversation conversation) {
        this.conversation = conversation;
    }

    void secure(Tls tls) throws IOException {
        conversation.send(Message.startup(TLS_REQUEST));
        int answer = conversation.in().next();
        if (answer == 'N') {
            throw new AnswerFailure("tls_refused", "the server speaks no TLS: switch its 'ssl' on, or leave 'tls' out");
        }
        if (answer != 'S') {
            throw Message.invalid((char) answer);
        }
        conversation.secure(tls);
    }

    /** Asks for entry and no more. @return what the server says to that */
    Message knock(String user, String database) throws IOException {
        conversation.send(Message.startup(VERSION_3, "user", user, "database", database, "application_name", "awe4lb health check"));
        return next();
    }

    /** Until the server waits for questions. */
    void logIn(Login login) throws IOException {
        Message message = knock(login.user(), login.database());
        Scram scram = new Scram(login.password().map(Secret::value).orElse(""));
        while (message.kind() != 'Z') {
            if (message.kind() == 'R') {
                authenticate(message.body(), login, scram, message);
            } else if (message.kind() == 'E') {
                throw refusal(message.texts());
            }
            message = next();
        }
    }

    private void authenticate(ByteBuffer body, Login login, Scram scram, Message message) throws IOException {
        try {
            int request = body.getInt();
            switch (request) {
                case OK -> {}
                case CLEAR_TEXT -> conversation.send(Message.of('p', password(login)));
                case MD5 -> conversation.send(Message.of('p', md5(login, body)));
                case SASL -> sasl(message.texts(), login, scram);
                case SASL_CONTINUE -> conversation.send(Message.of('p', scram.last(message.text()).getBytes(UTF_8)));
                case SASL_FINAL -> scram.requireProof(message.text());
                default -> throw new AnswerFailure("auth_refused", "it asks for a kind of authentication (" + request
                        + ") that this check cannot do: give the user a password in pg_hba.conf (scram-sha-256, md5 or password)");
            }
        } catch (BufferUnderflowException tooShort) {
            throw Message.invalid('R');
        }
    }

    private void sasl(List<String> mechanisms, Login login, Scram scram) throws IOException {
        if (!mechanisms.contains(Scram.MECHANISM)) {
            throw new AnswerFailure("auth_refused", "it offers " + mechanisms + " but not " + Scram.MECHANISM);
        }
        password(login);
        byte[] name = (Scram.MECHANISM + '\0').getBytes(UTF_8);
        byte[] first = scram.first().getBytes(UTF_8);
        ByteBuffer body = ByteBuffer.allocate(name.length + Integer.BYTES + first.length).put(name).putInt(first.length).put(first);
        conversation.send(Message.of('p', body.array()));
    }

    private static String password(Login login) throws AnswerFailure {
        return login.password().orElseThrow(() -> new AnswerFailure("auth_refused",
                "it wants a password of the user '" + login.user() + "': set 'password', for example {file: PATH}")).value();
    }

    /** As the server keeps it, hashed again with its salt. */
    private static String md5(Login login, ByteBuffer salt) throws AnswerFailure {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            String kept = HexFormat.of().formatHex(md5.digest((password(login) + login.user()).getBytes(UTF_8)));
            md5.update(kept.getBytes(UTF_8));
            md5.update(salt);
            return "md5" + HexFormat.of().formatHex(md5.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new AnswerFailure("auth_refused", "it wants a password hashed with MD5, which this Java does not do");
        }
    }

    /** The one value that a question has as its answer. */
    String ask(String question) throws IOException {
        conversation.send(Message.of('Q', question));
        String value = "";
        for (Message message = next(); message.kind() != 'Z'; message = next()) {
            if (message.kind() == 'E') {
                throw refusal(message.texts());
            }
            value = message.kind() == 'D' ? value(message) : value;
        }
        return value;
    }

    /** A row is the number of its columns, and each column's length before it. */
    private static String value(Message row) {
        int head = Short.BYTES + Integer.BYTES;
        return row.body().remaining() < head ? "" : row.text().substring(head);
    }

    void end() throws IOException {
        conversation.send(Message.of('X', new byte[0]));
    }

    private Message next() throws IOException {
        if (messages++ > MOST_MESSAGES) {
            throw new AnswerFailure("answer_too_long", "it sent more than " + MOST_MESSAGES + " messages and did not come to an end");
        }
        return Message.read(conversation.in());
    }

    /** What an error means; see appendix A of PostgreSQL's documentation for its codes. */
    static AnswerFailure refusal(List<String> fields) {
        String code = Message.field(fields, 'C');
        String said = "it refused: " + Excerpt.of(Message.field(fields, 'M')) + " (" + code + ")";
        return switch (code) {
            case "57P03" -> new AnswerFailure("starting", said);
            case "53300" -> new AnswerFailure("too_many_connections", said + "; raise its max_connections");
            case "28P01", "28000" -> new AnswerFailure("auth_refused", said + "; check 'user', 'password' and its pg_hba.conf");
            case "3D000" -> new AnswerFailure("auth_refused", said + "; set 'database' to one that there is");
            default -> new AnswerFailure("refused", said);
        };
    }
}
