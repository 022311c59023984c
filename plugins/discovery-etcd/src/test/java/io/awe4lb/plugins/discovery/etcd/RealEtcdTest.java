package io.awe4lb.plugins.discovery.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.BackendText;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only the real server knows: how its watches begin, go on and end, and whom it lets read. */
@Timeout(120)
class RealEtcdTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final EtcdDiscoveryProvider PROVIDER = new EtcdDiscoveryProvider();

    private final List<AutoCloseable> opened = new ArrayList<>();
    private RealEtcd etcd;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        etcd = RealEtcd.start(directory);
        opened.add(etcd);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private Options options() {
        return Options.defaults().with(EtcdDiscoveryProvider.ENDPOINTS, List.of(etcd.endpoint()))
                .with(EtcdDiscoveryProvider.PREFIX, "/web/");
    }

    private Discovery discovery(Options options) {
        Discovery discovery = PROVIDER.create(options);
        opened.add(discovery);
        return discovery;
    }

    private static void assertTells(Discovery discovery, String... lines) throws Exception {
        assertEquals(Stream.of(lines).map(BackendText::ofLine).toList(), discovery.discover().backends());
    }

    private static void assertFails(Discovery discovery, String sentence) {
        String said = assertThrows(DiscoveryException.class, discovery::discover).getMessage();
        assertTrue(said.contains(sentence), said);
        assertFalse(said.contains("pencil"), said);
    }

    private static Thread waits(Discovery discovery) {
        return Thread.ofVirtual().start(() -> {
            try {
                discovery.awaitChange(LONG);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void assertEnds(Thread waiting) throws InterruptedException {
        assertTrue(waiting.join(Duration.ofSeconds(30)), "the wait has ended");
    }

    @Test
    void keysUnderThePrefixAreBackendsAndEachChangeEndsTheWait() throws Exception {
        etcd.puts("/web/1", "10.0.0.1:80 weight=5");
        etcd.puts("/web/2", "{\"host\": \"10.0.0.2\", \"port\": 80, \"priority\": 2}");
        etcd.puts("/web", "not below it");
        etcd.puts("/web0", "behind it");
        Discovery discovery = discovery(options());
        assertTells(discovery, "10.0.0.1:80 weight=5", "10.0.0.2:80 priority=2");

        Thread waiting = waits(discovery);
        etcd.puts("/web0", "nobody cares");
        etcd.puts("/web/1", "10.0.0.1:80 weight=7");
        assertEnds(waiting);
        assertTells(discovery, "10.0.0.1:80 weight=7", "10.0.0.2:80 priority=2");

        waiting = waits(discovery);
        etcd.deletes("/web/2");
        assertEnds(waiting);
        assertTells(discovery, "10.0.0.1:80 weight=7");

        etcd.deletes("/web/1");
        assertEnds(waits(discovery)); // it happened before the wait, and is told all the same
        assertTells(discovery);
    }

    @Test
    void whatWasCompactedIsReadAgain() throws Exception {
        etcd.puts("/web/1", "10.0.0.1:80");
        Discovery discovery = discovery(options());
        assertTells(discovery, "10.0.0.1:80");
        etcd.puts("/other", "1");
        etcd.puts("/web/1", "10.0.0.2:80");
        etcd.puts("/other", "2");
        etcd.compacts();
        assertEnds(waits(discovery));
        assertTells(discovery, "10.0.0.2:80");
    }

    @Test
    void aUserReadsWithItsPassword() throws Exception {
        etcd.puts("/web/1", "10.0.0.1:80");
        etcd.wantsPasswords("reader", "pencil");
        assertFails(discovery(options()), "answers 400: etcdserver: user name is empty: write username and password");
        assertFails(discovery(with("reader", "pen")), "invalid user ID or password: mend username and password, or what the user may read");

        Discovery discovery = discovery(with("reader", "pencil"));
        assertTells(discovery, "10.0.0.1:80");
        Thread waiting = waits(discovery);
        etcd.puts("/web/1", "10.0.0.2:80");
        assertEnds(waiting);
        assertTells(discovery, "10.0.0.2:80");
        etcd.changesUsers("other");
        assertTells(discovery, "10.0.0.2:80");
        assertFails(discovery(with("other", "other")), "answers 403: etcdserver: permission denied: mend username and password");
    }

    private Options with(String user, String password) {
        return options().with(EtcdDiscoveryProvider.USERNAME, user).with(EtcdDiscoveryProvider.PASSWORD, new Secret(password));
    }

    @Test
    void aServerThatStopsAndComesBackIsAskedAgain() throws Exception {
        etcd.puts("/web/1", "10.0.0.1:80");
        Discovery discovery = discovery(options());
        assertTells(discovery, "10.0.0.1:80");
        etcd.stops();
        assertFails(discovery, "does not take the connection: is it running, and is the address right?");
        etcd.comesBack();
        assertTells(discovery, "10.0.0.1:80");
    }
}
