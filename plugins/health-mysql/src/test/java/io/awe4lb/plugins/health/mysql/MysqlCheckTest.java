package io.awe4lb.plugins.health.mysql;

import static io.awe4lb.plugins.health.mysql.MysqlCheckProvider.FETCH_KEY;
import static io.awe4lb.plugins.health.mysql.MysqlCheckProvider.PASSWORD;
import static io.awe4lb.plugins.health.mysql.MysqlCheckProvider.ROLE;
import static io.awe4lb.plugins.health.mysql.MysqlCheckProvider.TLS;
import static io.awe4lb.plugins.health.mysql.MysqlCheckProvider.USER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.awe4lb.plugins.health.conversation.Found;
import io.awe4lb.plugins.health.conversation.PlayedBackend;
import io.awe4lb.plugins.health.mysql.MysqlCheckProvider.Role;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against packets as a real server sends them; the end-to-end test asks one. */
class MysqlCheckTest {

    private static final Options USER_ALONE = Options.defaults().with(USER, "checker");
    private static final Options WITH_PASSWORD = USER_ALONE.with(PASSWORD, new Secret("pencil"));

    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private static HealthCheck check(Options options) {
        return new MysqlCheckProvider().create(options);
    }

    private static CheckResult found(Options options, PlayedBackend backend) throws Exception {
        try (backend) {
            return Found.by(check(options), backend.target());
        }
    }

    /** A login that is accepted, and this answer to the question. */
    private CheckResult asked(Role role, String value) throws Exception {
        return found(USER_ALONE.with(ROLE, role), PlayedMysql.greeting(Proof.NATIVE, server -> {
            heard.add(String.join("|", PlayedMysql.login(server.hears())));
            server.says(PlayedMysql.OK);
            server.answers(value);
        }));
    }

    /** A login that is answered with this. */
    private static CheckResult answered(Options options, String packet) throws Exception {
        return found(options, PlayedMysql.greeting(Proof.CACHING, server -> {
            server.hears();
            server.says(packet);
        }));
    }

    @Test
    void tellsAPrimaryFromAReplica() throws Exception {
        Found.passed("it is a primary, which can be written to", asked(Role.PRIMARY, "0"));
        assertEquals("checker||mysql_native_password", heard.take());
        Found.passed("it is a replica, which is read-only", asked(Role.ANY, "1"));
        Found.passed("it is a replica, which is read-only", asked(Role.REPLICA, "NO_LOCK_NO_ADMIN"));
        Found.failed("role", "it is a replica, which is read-only, a primary, which can be written to is wanted",
                asked(Role.PRIMARY, "ON"));
        Found.failedLike("answer_invalid", "it answered \"maybe\" to SELECT .*", asked(Role.ANY, "maybe"));
    }

    @Test
    void withoutAUserItAsksWhetherClientsAreTaken() throws Exception {
        Found.passed("it takes clients", answered(Options.defaults(), PlayedMysql.error(1045, "Access denied for user 'awe4lb'")));
        Found.passed("it takes clients", answered(Options.defaults(), PlayedMysql.OK));
        Found.failedLike("too_many_connections", ".*", answered(Options.defaults(), PlayedMysql.error(1040, "Too many connections")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1045 | Access denied            | auth_refused         | ; check 'user' and 'password'
            1040 | Too many connections     | too_many_connections | ; raise its max_connections, or the user's limit
            1130 | Host is not allowed      | auth_refused         | ; let the user log in from this machine's address
            1129 | Host is blocked          | refused              | ; this machine's connections have failed too often there
            1053 | Shutdown in progress     | stopping             | ''
            1064 | Something else           | refused              | ''
            """)
    void saysWhatTheServerRefuses(int code, String said, String result, String advice) throws Exception {
        Found.failed(result, "it refused: \"%s\" (%d)%s".formatted(said, code, advice),
                answered(WITH_PASSWORD, PlayedMysql.error(code, said)));
        try (var backend = PlayedBackend.playing(connection -> {
            PlayedBackend.say(connection, new String(Packet.of(0, PlayedMysql.error(code, said).getBytes(ISO_8859_1)), ISO_8859_1));
            PlayedBackend.waitForEnd(connection);
        })) {
            Found.failedLike(result, ".*", Found.by(check(WITH_PASSWORD), backend.target()));
        }
    }

    private static byte[] sha(String algorithm, byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance(algorithm);
        List.of(parts).forEach(digest::update);
        return digest.digest();
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = one.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= other[i % other.length];
        }
        return result;
    }

    /** As a server does it, which keeps nothing but the hash of the hash. */
    @Test
    void showsThatItKnowsThePasswordWithoutSendingIt() throws Exception {
        Found.passed("it is a primary, which can be written to",
                found(WITH_PASSWORD, PlayedMysql.greeting("something_else", server -> {
                    server.hears();
                    server.says(PlayedMysql.switchTo(Proof.NATIVE));
                    byte[] kept = sha("SHA-1", sha("SHA-1", "pencil".getBytes(ISO_8859_1)));
                    byte[] once = xor(server.hears(), sha("SHA-1", PlayedMysql.NONCE.getBytes(ISO_8859_1), kept));
                    server.says(MessageDigest.isEqual(kept, sha("SHA-1", once)) ? PlayedMysql.OK : PlayedMysql.error(1045, "wrong"));
                    server.answers("0");
                })));
        Found.passed("it is a replica, which is read-only", found(WITH_PASSWORD, PlayedMysql.greeting(Proof.CACHING, server -> {
            byte[] proof = PlayedMysql.login(server.hears())[1].getBytes(ISO_8859_1);
            byte[] kept = sha("SHA-256", sha("SHA-256", "pencil".getBytes(ISO_8859_1)));
            byte[] once = xor(proof, sha("SHA-256", kept, PlayedMysql.NONCE.getBytes(ISO_8859_1)));
            server.says(MessageDigest.isEqual(kept, sha("SHA-256", once)) ? "\1\3" : PlayedMysql.error(1045, "wrong"));
            server.says(PlayedMysql.OK);
            server.answers("1");
        })));
    }

    @Test
    void encryptsThePasswordForAServerThatWantsToSeeItOnlyIfItMay() throws Exception {
        KeyPair keys = keys();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        PlayedMysql.Part part = server -> {
            server.hears();
            server.says("\1\4");
            assertEquals(2, server.hears()[0]);
            server.says("\1" + pem);
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
            cipher.init(Cipher.DECRYPT_MODE, keys.getPrivate());
            heard.add(new String(xor(cipher.doFinal(server.hears()), PlayedMysql.NONCE.getBytes(ISO_8859_1)), ISO_8859_1));
            server.says(PlayedMysql.OK);
            server.answers("0");
        };
        Found.passed("it is a primary, which can be written to",
                found(WITH_PASSWORD.with(FETCH_KEY, true), PlayedMysql.greeting(Proof.CACHING, part)));
        assertEquals("pencil\0", heard.take());
        Found.failedLike("auth_refused", ".* wants it whole: set 'tls: true', or 'fetchKey: true' .*", answered(WITH_PASSWORD, "\1\4"));
        Found.failedLike("answer_invalid", "the public key that it sent is none: .*",
                found(WITH_PASSWORD.with(FETCH_KEY, true), PlayedMysql.greeting(Proof.CACHING, server -> {
                    server.hears();
                    server.says("\1\4");
                    server.hears();
                    server.says("\1-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
                })));
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        return generator.generateKeyPair();
    }

    @Test
    void neverSendsThePasswordWhereOthersCanReadIt() throws Exception {
        Found.failedLike("auth_refused", "it wants the password in the clear, .*: set 'tls: true'",
                answered(WITH_PASSWORD, PlayedMysql.switchTo(Proof.CLEAR)));
        Found.failedLike("auth_refused", "it wants \"client_ed25519\", which this check cannot do: give the user .*",
                answered(WITH_PASSWORD, PlayedMysql.switchTo("client_ed25519")));
    }

    @Test
    void saysThatItIsNotMysql() throws Exception {
        try (var backend = PlayedBackend.playing(connection -> PlayedBackend.say(connection, "220 mail.example.com ESMTP\r\n"))) {
            Found.failedLike("answer_invalid", ".*is this the port of a MySQL or MariaDB server.*",
                    Found.by(check(WITH_PASSWORD), backend.target()));
        }
        for (String first : List.of("\n8.4.0\0\1", "\t", "\u00ff\1")) {
            try (var backend = PlayedBackend.playing(connection -> {
                PlayedBackend.say(connection, new String(Packet.of(0, first.getBytes(ISO_8859_1)), ISO_8859_1));
                PlayedBackend.waitForEnd(connection);
            })) {
                Found.failedLike("answer_invalid", ".*", Found.by(check(WITH_PASSWORD), backend.target()));
            }
        }
        Found.failedLike("answer_invalid", ".*", answered(WITH_PASSWORD, "\7"));
        Found.failedLike("answer_invalid", ".*", answered(WITH_PASSWORD, "\1\7"));
        Found.failedLike("answer_invalid", ".*", answered(WITH_PASSWORD, "\u00femysql_native_password\0short"));
    }

    @Test
    void aServerThatNeverComesToAnEndIsLeft() throws Exception {
        Found.failedLike("answer_too_long", "it sent more than 200 packets .*",
                found(WITH_PASSWORD, PlayedMysql.greeting(Proof.CACHING, server -> {
                    server.hears();
                    for (int i = 0; i < 300; i++) {
                        server.says("\1\3");
                    }
                })));
    }

    @Test
    void saysThatTheAnswerEndedOrDidNotCome() throws Exception {
        try (var backend = PlayedBackend.playing(connection -> connection.shutdownOutput())) {
            Found.failedLike("no_answer", ".*", Found.by(check(WITH_PASSWORD), backend.target()));
        }
        try (var backend = PlayedBackend.playing(connection -> PlayedBackend.say(connection, "\12\0\0\0abc"))) {
            Found.failedLike("answer_incomplete", ".*", Found.by(check(WITH_PASSWORD), backend.target()));
        }
        try (var backend = PlayedBackend.playing(PlayedBackend::waitForEnd)) {
            Found.failedLike("answer_timeout", ".*", Found.by(check(WITH_PASSWORD), backend.target(Duration.ofMillis(200))));
        }
    }

    @Test
    void saysThatTheServerSpeaksNoTls() throws Exception {
        Found.failedLike("tls_refused", "the server speaks no TLS: .*",
                found(WITH_PASSWORD.with(TLS, true), PlayedMysql.greeting(Proof.CACHING, _ -> {})));
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
        assertEquals("'user' may not have the character \\0", refusal(Options.defaults().with(USER, "a\0b")));
        assertEquals("'fetchKey' has no meaning beside 'tls: true': leave it out",
                refusal(WITH_PASSWORD.with(FETCH_KEY, true).with(TLS, true)));
    }

    private static String refusal(Options options) {
        return assertThrows(IllegalArgumentException.class, () -> check(options)).getMessage();
    }
}
