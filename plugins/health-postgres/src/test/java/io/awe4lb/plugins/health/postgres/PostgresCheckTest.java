package io.awe4lb.plugins.health.postgres;

import static io.awe4lb.plugins.health.postgres.PostgresCheckProvider.PASSWORD;
import static io.awe4lb.plugins.health.postgres.PostgresCheckProvider.ROLE;
import static io.awe4lb.plugins.health.postgres.PostgresCheckProvider.TLS;
import static io.awe4lb.plugins.health.postgres.PostgresCheckProvider.USER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import io.awe4lb.plugins.health.conversation.Found;
import io.awe4lb.plugins.health.conversation.PlayedBackend;
import io.awe4lb.plugins.health.postgres.PostgresCheckProvider.Role;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against messages as a real server sends them; the end-to-end test asks one. */
class PostgresCheckTest {

    private static final Options USER_ALONE = Options.defaults().with(USER, "checker");
    private static final Options WITH_PASSWORD = USER_ALONE.with(PASSWORD, new Secret("pencil"));
    /** The end of what somebody without a user says, and of what the user says first. */
    private static final String KNOCKED = "awe4lb health check\0\0";
    private static final String QUESTION = "pg_is_in_recovery()\0";
    private static final String LOGGED_IN = message('R', number(0)) + message('S', "in_hot_standby\0off\0") + message('Z', "I");

    private static HealthCheck check(Options options) {
        return new PostgresCheckProvider().create(options);
    }

    private static String number(int value) {
        return new String(ByteBuffer.allocate(4).putInt(value).array(), ISO_8859_1);
    }

    private static String message(char kind, String body) {
        return new String(Message.of(kind, body.getBytes(ISO_8859_1)), ISO_8859_1);
    }

    private static String error(String code, String sentence) {
        return message('E', "SFATAL\0C" + code + "\0M" + sentence + "\0\0");
    }

    private static String row(String value) {
        return message('T', "\0\1") + message('D', "\0\1" + number(value.length()) + value) + message('C', "SELECT 1\0")
                + message('Z', "I");
    }

    private static CheckResult answered(Options options, String answer) throws Exception {
        try (var backend = PlayedBackend.answering(KNOCKED, answer)) {
            return Found.by(check(options), backend.target());
        }
    }

    /** Without a password, for a question with this answer. */
    private static CheckResult asked(Role role, String answer) throws Exception {
        try (var backend = PlayedBackend.playing(connection -> {
            PlayedBackend.answer(connection, KNOCKED, LOGGED_IN);
            PlayedBackend.answer(connection, QUESTION, answer);
            PlayedBackend.waitForEnd(connection);
        })) {
            return Found.by(check(USER_ALONE.with(ROLE, role)), backend.target());
        }
    }

    @Test
    void tellsAPrimaryFromAReplica() throws Exception {
        Found.passed("it is a primary", asked(Role.PRIMARY, row("f")));
        Found.passed("it is a primary", asked(Role.ANY, row("f")));
        Found.failed("role", "it is a primary, a replica is wanted", asked(Role.REPLICA, row("f")));
        Found.passed("it is a replica", asked(Role.REPLICA, row("t")));
        Found.failed("role", "it is a replica, a primary is wanted", asked(Role.PRIMARY, row("t")));
        Found.failedLike("answer_invalid", "it answered \"maybe\" to SELECT .*", asked(Role.ANY, row("maybe")));
    }

    @Test
    void withoutAUserItAsksWhetherClientsAreTaken() throws Exception {
        Found.passed("it takes clients", answered(Options.defaults(), message('R', number(10) + "SCRAM-SHA-256\0\0")));
        Found.passed("it takes clients, though not this one (\"no pg_hba.conf entry\")",
                answered(Options.defaults(), error("28000", "no pg_hba.conf entry")));
        Found.failed("starting", "it refused: \"the database system is starting up\" (57P03)",
                answered(Options.defaults(), error("57P03", "the database system is starting up")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            28P01 | password authentication failed | auth_refused         | ; check 'user', 'password' and its pg_hba.conf
            3D000 | database does not exist        | auth_refused         | ; set 'database' to one that there is
            53300 | too many clients already       | too_many_connections | ; raise its max_connections
            42501 | permission denied              | refused              | ''
            """)
    void saysWhatTheServerRefuses(String code, String said, String result, String advice) throws Exception {
        Found.failed(result, "it refused: \"%s\" (%s)%s".formatted(said, code, advice), answered(WITH_PASSWORD, error(code, said)));
    }

    @Test
    void logsInWithAPasswordInTheClearOrHashed() throws Exception {
        for (String[] way : new String[][] {{number(3), "pencil\0"}, {number(5) + "salt", md5("pencil", "checker", "salt") + "\0"}}) {
            try (var backend = PlayedBackend.playing(connection -> {
                PlayedBackend.answer(connection, KNOCKED, message('R', way[0]));
                PlayedBackend.answer(connection, way[1], LOGGED_IN);
                PlayedBackend.answer(connection, QUESTION, row("f"));
                PlayedBackend.waitForEnd(connection);
            })) {
                Found.passed("it is a primary", Found.by(check(WITH_PASSWORD), backend.target()));
            }
        }
    }

    private static String md5(String password, String user, String salt) throws Exception {
        return "md5" + hash(hash(password + user) + salt);
    }

    private static String hash(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(ISO_8859_1));
        return HexFormat.of().formatHex(hash);
    }

    @Test
    void saysThatAPasswordOrAnotherKindOfAuthenticationIsNeeded() throws Exception {
        Found.failed("auth_refused", "it wants a password of the user 'checker': set 'password', for example {file: PATH}",
                answered(USER_ALONE, message('R', number(10) + "SCRAM-SHA-256\0\0")));
        Found.failed("auth_refused", "it offers [OTHER] but not SCRAM-SHA-256",
                answered(WITH_PASSWORD, message('R', number(10) + "OTHER\0\0")));
        Found.failedLike("auth_refused", "it asks for a kind of authentication \\(7\\) that this check cannot do: .*",
                answered(WITH_PASSWORD, message('R', number(7))));
    }

    @Test
    void doesNotBelieveAServerThatDoesNotKnowThePassword() throws Exception {
        var scram = new Scram("pencil");
        String nonce = scram.first().replace("n,,n=,r=", "");
        assertEquals("c=biws,r=" + nonce + "more",
                scram.last("r=" + nonce + "more,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096").replaceFirst(",p=.*", ""));
        assertThrows(AnswerFailure.class, () -> scram.requireProof("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
        assertThrows(AnswerFailure.class, () -> new Scram("pencil").last("r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
        assertThrows(AnswerFailure.class, () -> new Scram("pencil").last("r=" + nonce));
        assertThrows(AnswerFailure.class, () -> new Scram("pencil").requireProof("v="));
    }

    @Test
    void saysThatItIsNotPostgres() throws Exception {
        Found.failedLike("answer_invalid", "its answer, which begins with \"H\", is not PostgreSQL's protocol: .*",
                answered(Options.defaults(), "HTTP/1.1 400 Bad Request\r\n\r\n"));
        Found.failedLike("answer_invalid", ".*", answered(WITH_PASSWORD, message('R', "")));
        Found.failedLike("answer_too_long", "it sent more than 200 messages .*", answered(WITH_PASSWORD, message('N', "").repeat(300)));
    }

    @Test
    void saysThatTheAnswerEndedOrDidNotCome() throws Exception {
        Found.failedLike("no_answer", ".*", answered(WITH_PASSWORD, ""));
        Found.failedLike("answer_incomplete", ".*", answered(WITH_PASSWORD, LOGGED_IN.substring(0, 7)));
        try (var backend = PlayedBackend.playing(PlayedBackend::waitForEnd)) {
            Found.failedLike("answer_timeout", ".*", Found.by(check(WITH_PASSWORD), backend.target(Duration.ofMillis(200))));
        }
    }

    @Test
    void saysThatTheServerSpeaksNoTls() throws Exception {
        try (var backend = PlayedBackend.answering("\4\u00d2\u0016\u002f", "N")) {
            Found.failed("tls_refused", "the server speaks no TLS: switch its 'ssl' on, or leave 'tls' out",
                    Found.by(check(Options.defaults().with(TLS, true)), backend.target()));
        }
    }

    @Test
    void leavesWhenInterrupted() throws Exception {
        var asked = new CountDownLatch(1);
        try (var backend = PlayedBackend.playing(connection -> {
            asked.countDown();
            PlayedBackend.waitForEnd(connection);
        })) {
            Found.Running running = Found.begin(check(WITH_PASSWORD), backend.target());
            asked.await();
            Found.leavesWhenInterrupted(running);
        }
    }

    @Test
    void refusesOptionsThatDoNotFitTogether() {
        assertEquals("'role' needs 'user': a server tells its role only to who has logged in",
                refusal(Options.defaults().with(ROLE, Role.PRIMARY)));
        assertEquals("'password' needs 'user': set that too, or leave both out",
                refusal(Options.defaults().with(PASSWORD, new Secret("pencil"))));
        assertEquals("neither 'user' nor 'database' may have the character \\0", refusal(Options.defaults().with(USER, "a\0b")));
    }

    private static String refusal(Options options) {
        return assertThrows(IllegalArgumentException.class, () -> check(options)).getMessage();
    }
}
