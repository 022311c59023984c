package io.awe4lb.plugins.health.redis;

import static io.awe4lb.plugins.health.redis.RedisCheckProvider.PASSWORD;
import static io.awe4lb.plugins.health.redis.RedisCheckProvider.ROLE;
import static io.awe4lb.plugins.health.redis.RedisCheckProvider.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.awe4lb.plugins.health.conversation.Found;
import io.awe4lb.plugins.health.conversation.PlayedBackend;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.plugins.health.redis.RedisCheckProvider.Role;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against answers as a real server gives them; the end-to-end test asks one. */
class RedisCheckTest {

    private static final String ASKED = "ROLE\r\n";
    private static final String PRIMARY =
            "*3\r\n$6\r\nmaster\r\n:3129659\r\n*1\r\n*3\r\n$9\r\n127.0.0.1\r\n$4\r\n9001\r\n$7\r\n3129242\r\n";
    private static final String REPLICA = "*5\r\n$5\r\nslave\r\n$9\r\n127.0.0.9\r\n:9000\r\n$9\r\nconnected\r\n:3167038\r\n";

    private static HealthCheck check(Options options) {
        return new RedisCheckProvider().create(options);
    }

    private static Options role(Role role) {
        return Options.defaults().with(ROLE, role);
    }

    private static CheckResult answered(Role role, String answer) throws Exception {
        try (var backend = PlayedBackend.answering(ASKED, answer)) {
            return Found.by(check(role(role)), backend.target());
        }
    }

    @Test
    void tellsAPrimaryFromAReplica() throws Exception {
        Found.passed("it is a primary", answered(Role.PRIMARY, PRIMARY));
        Found.passed("it is a primary", answered(Role.ANY, PRIMARY));
        Found.failed("role", "it is a primary, a replica is wanted", answered(Role.REPLICA, PRIMARY));
        Found.passed("it is a replica of 127.0.0.9:9000, connected", answered(Role.REPLICA, REPLICA));
        Found.failed("role", "it is a replica of 127.0.0.9:9000, a primary is wanted", answered(Role.PRIMARY, REPLICA));
    }

    @Test
    void aReplicaThatHasLostItsPrimaryIsNone() throws Exception {
        String apart = REPLICA.replace("$9\r\nconnected", "$10\r\nconnecting");
        Found.failed("replica_apart",
                "it is a replica, but its connection to its primary 127.0.0.9:9000 is \"connecting\": its data get old",
                answered(Role.REPLICA, apart));
        Found.passed("it is a replica of 127.0.0.9:9000, connecting", answered(Role.ANY, apart));
    }

    @Test
    void saysWhatTheServerRefuses() throws Exception {
        Found.failed("refused", "it refused: \"LOADING Redis is loading the dataset in memory\"",
                answered(Role.ANY, "-LOADING Redis is loading the dataset in memory\r\n"));
        Found.failed("auth_refused",
                "it refused: \"NOAUTH Authentication required.\"; set 'password', and 'user' if it is not the default one,"
                        + " who needs the right to ROLE",
                answered(Role.ANY, "-NOAUTH Authentication required.\r\n"));
        Found.failed("role", "it says that it is \"sentinel\", neither a primary nor a replica",
                answered(Role.ANY, "*2\r\n$8\r\nsentinel\r\n*0\r\n"));
    }

    @Test
    void logsInFirst() throws Exception {
        Options options = Options.defaults().with(USER, "checker").with(PASSWORD, new Secret("p\r\nw"));
        try (var backend = PlayedBackend.playing(connection -> {
            String auth = PlayedBackend.answer(connection, "p\r\nw\r\n", "+OK\r\n");
            String answer =
                    auth.equals("*3\r\n$4\r\nAUTH\r\n$7\r\nchecker\r\n$4\r\np\r\nw\r\n") ? PRIMARY : "-ERR " + auth.length() + "\r\n";
            PlayedBackend.answer(connection, ASKED, answer);
        }); var refusing = PlayedBackend.answering("w\r\n", "-WRONGPASS invalid username-password pair\r\n")) {
            Found.passed("it is a primary", Found.by(check(options), backend.target()));
            Found.failedLike("auth_refused", "it refused: \"WRONGPASS .*", Found.by(check(options), refusing.target()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n", "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n", "$99999999\r\n", "*2000\r\n",
        "$3\r\nabcdef\r\n", "\r\n"})
    void saysThatItIsNotRedis(String answer) throws Exception {
        Found.failedLike("answer_invalid",
                "it answered \".*\", which is not Redis' protocol: is this the port of a Redis server, and 'tls' as it expects\\?",
                answered(Role.ANY, answer));
    }

    @Test
    void readsNoMoreOfAnEndlessAnswerThanItsLimit() throws Exception {
        try (var backend = PlayedBackend.playing(connection -> {
            while (true) { // until the check has closed
                PlayedBackend.say(connection, "+xxxxxxxxxxxxxxxxxxxxxxxxxx".repeat(100));
            }
        })) {
            Found.failedLike("answer_invalid", ".*", Found.by(check(role(Role.ANY)), backend.target()));
        }
    }

    @Test
    void saysThatTheAnswerEndedOrDidNotCome() throws Exception {
        Found.failedLike("no_answer", ".*", answered(Role.ANY, ""));
        Found.failedLike("answer_incomplete", "it ended the connection after 10 bytes.*", answered(Role.ANY, PRIMARY.substring(0, 10)));
        try (var backend = PlayedBackend.playing(PlayedBackend::waitForEnd)) {
            Found.failedLike("answer_timeout", ".*", Found.by(check(role(Role.ANY)), backend.target(Duration.ofMillis(200))));
        }
    }

    @Test
    void leavesWhenInterrupted() throws Exception {
        var asked = new CountDownLatch(1);
        try (var backend = PlayedBackend.playing(connection -> {
            asked.countDown();
            PlayedBackend.waitForEnd(connection);
        })) {
            Found.Running running = Found.begin(check(role(Role.ANY)), backend.target());
            asked.await();
            Found.leavesWhenInterrupted(running);
        }
    }

    @Test
    void refusesOptionsThatDoNotFitTogether() {
        assertEquals("'user' needs 'password': set that too, for example {file: PATH}", refusal(Options.defaults().with(USER, "checker")));
        assertEquals("'ca' has a meaning with 'tls: true' only: set that, or leave it out", refusal(Options.defaults().with(Tls.CA, "ca")));
    }

    private static String refusal(Options options) {
        return assertThrows(IllegalArgumentException.class, () -> check(options)).getMessage();
    }
}
