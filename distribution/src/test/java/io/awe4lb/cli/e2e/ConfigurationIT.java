package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Configurations that are wrong, and one that is right but cannot be had. */
class ConfigurationIT extends EndToEnd {

    private static final int CONFIGURATION_INVALID = 3;
    private static final int CANNOT_BIND = 4;

    @Test
    void everyMistakeIsFoundAtOnceEachWithItsPlaceAndWhatWasMeant() throws Exception {
        Ended check = check("""
                listeners:
                  web:
                    bnid: ":8080"
                    pool: wbe
                    timeouts: {idle: 5}
                pools:
                  web:
                    strategy: round-robn
                    backends: ["10.0.0.1:80", "10.0.0.1"]
                    helthCheck: tcp
                """).with(CONFIGURATION_INVALID);
        assertStartsOfLines(check.out(),
                "%s:2:3: error missing-key: /listeners/web: the key 'bind' is missing",
                "%s:3:5: error unknown-key: /listeners/web/bnid: unknown key: did you mean 'bind'?",
                "%s:4:11: error unknown-pool: /listeners/web/pool: there is no pool 'wbe': did you mean 'web'?",
                "%s:5:22: error wrong-type: /listeners/web/timeouts/idle: '5' has no unit",
                "%s:8:15: error unknown-type: /pools/web/strategy: no plugin provides the strategy 'round-robn': did you mean 'round-robin'?",
                "%s:9:31: error invalid-address: /pools/web/backends/1: '10.0.0.1' has no port",
                "%s:10:5: error unknown-key: /pools/web/helthCheck: unknown key: did you mean 'healthCheck'?");
        check.saying("known types: first, least-bandwidth, least-connections, maglev, p2c, random, round-robin, sticky, weight");
    }

    @Test
    void optionsOfStrategiesThatDoNotFitAreToldWithWhatDoes() throws Exception {
        Ended check = check("""
                listeners:
                  web: {bind: ":8080", pool: a}
                pools:
                  a: {strategy: {type: maglev, tableSize: 65536}, backends: ["10.0.0.1:80"]}
                  b: {strategy: {type: sticky, hashBalanceFactor: 100}, backends: ["10.0.0.1:80"]}
                  c: {strategy: {type: sticky, by: destination}, backends: ["10.0.0.1:80"]}
                  d: {strategy: {type: least-bandwidth, halfLife: off}, backends: ["10.0.0.1:80"]}
                  e: {strategy: {type: maglev, by: source-network, ipv6Prefix: 129}, backends: ["10.0.0.1:80"]}
                """).with(CONFIGURATION_INVALID);
        check.saying("/pools/a/strategy", "tableSize 65536 is not a prime number: the next one is 65537",
                "/pools/b/strategy/hashBalanceFactor", "101", "/pools/c/strategy/by", "source-network",
                "/pools/d/strategy/halfLife", "/pools/e/strategy/ipv6Prefix", "128");
    }

    @Test
    void whoeverMayNotTakeOrShowAddressesOfOthersIsToldWhichCapabilityIsMissing() throws Exception {
        String config = """
                listeners:
                  passing: {bind: "127.0.0.1:0", pool: web, transparent: %s}
                pools:
                  web: {backends: ["127.0.1.1:80"], transparent: %s}
                """;
        String missing = ": 'transparent' needs the capability CAP_NET_ADMIN, which this process does not have: write AmbientCapabilities=";
        withoutCapabilities("check", config.formatted(true, true)).ended().with(0).saying(
                ":2:3: warning missing-capability: /listeners/passing" + missing, ":4:3: warning missing-capability: /pools/web" + missing);

        Awe4lb listener = withoutCapabilities("run", config.formatted(true, false));
        Awe4lb pool = withoutCapabilities("run", config.formatted(false, true));
        String why = "Operation not permitted (EPERM from IP_TRANSPARENT): it needs the capability CAP_NET_ADMIN for 'transparent'";
        listener.ended().with(CANNOT_BIND).complaining("listener passing: cannot bind 127.0.0.1:0: " + why);
        pool.ended().with(1).complaining("pool web: " + why);
    }

    private Awe4lb withoutCapabilities(String subcommand, String config) throws IOException {
        boolean isRoot = System.getProperty("user.name").equals("root");
        Launch launch = isRoot ? Launch.shared().by("setpriv", "--bounding-set=-net_admin,-net_raw", "--inh-caps=-net_admin,-net_raw", "--")
                : Launch.shared();
        return started(launch, subcommand, "-c", file("awe4lb-" + config.hashCode() + ".yaml", config).toString());
    }

    @Test
    void aKeyThatIsThereTwiceNamesBothPlaces() throws Exception {
        Ended check = check("""
                listeners:
                  web: {bind: ":8080", pool: web}
                  web: {bind: ":8081", pool: web}
                pools:
                  web: {backends: ["10.0.0.1:80"]}
                """).with(CONFIGURATION_INVALID);
        assertStartsOfLines(check.out(), "%s:3:3: error duplicate-key: the key 'web' is already set at %s:2:3");
    }

    @Test
    void whatIsNoYamlIsSaidWhereItEndsToBeYaml() throws Exception {
        Ended check = check("listeners:\n  web: {bind: [}\n").with(CONFIGURATION_INVALID);
        assertStartsOfLines(check.out(), "%s:2:16: error syntax: this is not valid YAML");
    }

    @Test
    void aBombOfAliasesIsRefused() throws Exception {
        var bomb = new StringBuilder("a0: &a0 [boom]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        check(bomb.append("listeners: *a39\n").toString()).with(CONFIGURATION_INVALID).saying("error too-complex", "fewer aliases");
    }

    @Test
    void aFileOfAHundredMegabytesIsRefused() throws Exception {
        Path big = file("big.yaml", "");
        try (var file = new RandomAccessFile(big.toFile(), "rw")) {
            file.setLength(100L << 20);
        }
        command("check", "-c", big.toString()).with(CONFIGURATION_INVALID).saying(big + ": error too-large", "16 MiB");
        command("run", "-c", big.toString()).with(CONFIGURATION_INVALID).complaining(big + ": error too-large", "is not served");
    }

    @Test
    void aDirectoryWithoutTheFileIsRefused() throws Exception {
        command("check", "-c", directory.toString()).with(CONFIGURATION_INVALID).saying("error unreadable", "awe4lb.yaml", "conf.d/*.yaml");
    }

    @Test
    void aFileThatDoesNotExistIsRefused() throws Exception {
        Path nowhere = directory.resolve("nowhere.yaml");
        command("check", "-c", nowhere.toString()).with(CONFIGURATION_INVALID).saying(nowhere + ": error unreadable: does not exist");
        command("run", "-c", nowhere.toString()).with(CONFIGURATION_INVALID).complaining(nowhere + ": error unreadable: does not exist");
    }

    @Test
    void aDirectoryIsReadInTheOrderOfItsFiles() throws Exception {
        file("awe4lb.yaml", "listeners: {web: {bind: '127.0.0.1:0', pool: web}, other: {bind: '127.0.0.1:0', pool: other}}");
        file("conf.d/10-web.yaml", "pools: {web: {backends: ['%s']}}".formatted(backend("a")));
        Path second = file("conf.d/20-other.yaml", "pools: {other: {backends: ['%s']}}".formatted(backend("b")));
        Awe4lb awe4lb = started("run", "-c", directory.toString()).ready();
        assertEquals("a", client(awe4lb.address("web")).line());
        assertEquals("b", client(awe4lb.address("other")).line());

        file("conf.d/20-other.yaml", "pools: {web: {backends: []}}");
        command("check", "-c", directory.toString()).with(CONFIGURATION_INVALID)
                .saying(second + ":1:9: error duplicate-key", directory.resolve("conf.d/10-web.yaml:1:9").toString());
    }

    @Test
    void variablesComeFromTheEnvironmentAndOneThatIsNotSetIsNamed() throws Exception {
        Path file = file("awe4lb.yaml", """
                listeners:
                  web: {bind: "${HOST:-127.0.0.1}:0", pool: web}
                pools:
                  web: {backends: ["${BACKEND}"]}
                """);
        Launch withBackend = Launch.shared().environment("PATH=/usr/bin:/bin", "BACKEND=" + backend("a"));
        assertEquals("a", client(started(withBackend, "run", "-c", file.toString()).ready().address("web")).line());
        command("run", "-c", file.toString()).with(CONFIGURATION_INVALID).complaining(file + ":4:20: error unset-variable", "BACKEND");
    }

    @Test
    void anAddressThatIsTakenIsNamed() throws Exception {
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));
            Path file = file("awe4lb.yaml", """
                    listeners:
                      free: {bind: "127.0.0.1:0", pool: web}
                      web: {bind: "127.0.0.1:%s", pool: web}
                    pools:
                      web: {backends: ["10.0.0.1:80"]}
                    """.formatted(taken.getLocalPort()));
            command("run", "-c", file.toString()).with(CANNOT_BIND)
                    .complaining("listener web: cannot bind 127.0.0.1:" + taken.getLocalPort() + ": Address already in use", "ss -ltnp");
        }
    }

    @Test
    void twoBalancersDoNotShareAnAddress() throws Exception {
        Awe4lb first = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {backends: ["%s"]}
                """, backend("a"));
        int port = first.address("web").getPort();
        Path file = file("second.yaml", """
                listeners:
                  web: {bind: "127.0.0.1:%s", pool: web}
                pools:
                  web: {backends: ["10.0.0.1:80"]}
                """.formatted(port));
        command("run", "-c", file.toString()).with(CANNOT_BIND).complaining("Address already in use");
        assertEquals("a", client(first.address("web")).line());
    }

    /** Every line begins so, in this order; the file stands for each {@code %s}. */
    private void assertStartsOfLines(String output, String... starts) throws IOException {
        Object file = directory.resolve("awe4lb.yaml");
        List<String> lines = output.lines().toList();
        assertEquals(starts.length, lines.size(), output);
        for (int i = 0; i < starts.length; i++) {
            String start = starts[i].replace("%s", file.toString());
            assertEquals(start, lines.get(i).substring(0, Math.min(start.length(), lines.get(i).length())));
        }
    }
}
