package io.awe4lb.kernel.config;

import static io.awe4lb.kernel.config.Reading.valid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminConfigTest {

    @TempDir
    Path directory;

    @Test
    void everyKeyIsTaken() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "from-a-file\r\n");
        AdminConfig admin = admin("""
                admin:
                  bind: "0.0.0.0:7443"
                  hosts: [LB.example, other.example]
                  auth:
                    tokens:
                      ops: {token: written, role: admin}
                      ci: {token: {env: PORT}, role: operator}
                      look: {token: {file: "%s"}, role: viewer}
                  tls: {cert: tls/admin.pem, key: tls/admin.key}
                """.formatted(file)).orElseThrow();

        assertEquals(new Address.Inet("0.0.0.0", 7443), admin.bind());
        assertEquals(List.of("lb.example", "other.example"), admin.hosts());
        assertEquals(
                List.of(
                        new TokenConfig("ops", new Secret("written"), Role.ADMIN),
                        new TokenConfig("ci", new Secret("8080"), Role.OPERATOR),
                        new TokenConfig("look", new Secret("from-a-file"), Role.VIEWER)),
                List.copyOf(admin.tokens().values()));
        assertEquals(Optional.of(new AdminTlsConfig(Path.of("tls/admin.pem"), Path.of("tls/admin.key"))), admin.tls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin: off", "admin: {bind: off}", "admin: {bind: off, hosts: [lb.example]}", "admin: '${OFF:-off}'"})
    void itIsOff(String text) {
        assertEquals(Optional.empty(), admin(text));
    }

    @Test
    void aListenerMayHaveItsAddressWhenItIsOff() {
        assertTrue(admin("admin: off\nlisteners: {a: {bind: ':7070', pool: p}}\npools: {p: {backends: ['a:1']}}").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:7070, true",
        "127.8.9.1:1, true",
        "'[::1]:7070', true",
        "LocalHost:7070, true",
        ":7070, false",
        "0.0.0.0:7070, false",
        "'[::]:7070', false",
        "10.0.0.1:7070, false",
        "localhost.example:7070, false"
    })
    void anAddressIsLocalOrNeedsTokens(String bind, boolean isLocal) {
        String text = "admin: {bind: \"" + bind + "\"}\n";
        assertEquals(isLocal, !Reading.codes(text).contains("admin-without-auth"));
    }

    @Test
    void tokensOfWhichNoneIsAnAdminsAreWarnedOf() {
        assertEquals(List.of("no-listeners", "no-admin"),
                Reading.codes("admin: {auth: {tokens: {ops: {token: long-enough-to-be-secret, role: operator}}}}"));
    }

    @Test
    void anAddressOfTheCommandLineHoldsInsteadAndThatIsSaid() {
        ConfigResult result = new ConfigReader(FakeProviders.all(), _ -> null).withAdminBind("127.0.0.1:7071")
                .read("test", "admin: {bind: '127.0.0.1:7070'}");
        var valid = assertInstanceOf(ConfigResult.Valid.class, result);
        assertEquals(7071, valid.config().admin().orElseThrow().bind().port());
        assertTrue(valid.warnings().stream().anyMatch(finding -> finding.code().equals("overridden")), valid.warnings()::toString);
        assertTrue(new ConfigReader(FakeProviders.all(), _ -> null).withAdminBind("off").read("test",
                "{}") instanceof ConfigResult.Valid(var config, _) && config.admin().isEmpty());
    }

    @Test
    void tokensThatTravelUnencryptedAreWarnedOf() {
        String tokens = "auth: {tokens: {ops: {token: long-enough-to-be-secret, role: admin}}}";
        String finding = "1:15: warning admin-without-tls: /admin/bind: :7070 can be reached from elsewhere,"
                + " and tokens go there unencrypted: add admin.tls";
        assertTrue(Reading.findings("admin: {bind: ':7070', " + tokens + "}").contains(finding));
        String encrypted = "admin: {bind: ':7070', " + tokens + ", tls: {cert: a.pem, key: a.key}}";
        assertEquals(List.of("no-listeners"), Reading.codes(encrypted));
    }

    @Test
    void aTokenIsNeverShown() {
        BalancerConfig config = valid("admin: {auth: {tokens: {ops: {token: geheim, role: admin}}}}");
        assertFalse(config.toString().contains("geheim"));
        assertTrue(config.toString().contains("token=" + Secret.MASK), config::toString);
    }

    @ParameterizedTest
    @CsvSource({"drain, 30000", "drain 1m30s, 90000", "drain   5s, 5000"})
    void removedThingsDrain(String written, long millis) {
        assertEquals(new RemovePolicy.Drain(Duration.ofMillis(millis)), onRemove(written));
    }

    @Test
    void removedThingsKeepOrLoseTheirConnections() {
        assertEquals(new RemovePolicy.Keep(), onRemove("keep"));
        assertEquals(new RemovePolicy.Close(), onRemove("close"));
    }

    private static RemovePolicy onRemove(String written) {
        BalancerConfig config = valid("""
                listeners: {web: {bind: ":80", pool: web, onRemove: %1$s}}
                pools: {web: {backends: ["a:1"], onRemove: %1$s}}
                """.formatted(written));
        assertEquals(config.listeners().get("web").onRemove(), config.pools().get("web").onRemove());
        return config.pools().get("web").onRemove();
    }

    private static Optional<AdminConfig> admin(String text) {
        return valid(text).admin();
    }
}
