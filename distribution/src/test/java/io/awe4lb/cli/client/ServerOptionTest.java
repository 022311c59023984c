package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.cli.Typed;
import io.awe4lb.cli.command.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ServerOptionTest {

    @TempDir
    private Path directory;

    private static Server connect(Map<String, String> environment, String... arguments) throws Failure {
        return CommandLine.populateCommand(new ServerOption(), arguments).connect(environment::get);
    }

    private static String address(Map<String, String> environment, String... arguments) throws Failure {
        try (Server server = connect(environment, arguments)) {
            return server.address().toString();
        }
    }

    private static String header(Map<String, String> environment, String... arguments) throws Failure {
        try (Server server = connect(environment, arguments)) {
            return server.token().map(Token::header).orElse("");
        }
    }

    @Test
    void theHelpShowsAWholeAddress() {
        Typed.of("status", "--help").endsWith(0).says("http://HOST:PORT or https://HOST:PORT.");
    }

    @Test
    void whatIsTypedWinsOverTheEnvironmentAndThatOverWhatIsUsual() throws Exception {
        assertEquals("http://127.0.0.1:7070", address(Map.of()));
        assertEquals("http://127.0.0.1:7070", address(Map.of("AWE4LB_SERVER", "")));
        assertEquals("http://lb1:7070", address(Map.of("AWE4LB_SERVER", "http://lb1:7070\n")));
        assertEquals("http://lb2:7070", address(Map.of("AWE4LB_SERVER", "http://lb1:7070"), "--server", "http://lb2:7070"));
    }

    @ParameterizedTest
    @CsvSource({"lb1:7070,http://lb1:7070", "https://lb1/,https://lb1", "'http://[::1]:7070','http://[::1]:7070'"})
    void anAddressIsTakenInManyForms(String typed, String taken) throws Exception {
        assertEquals(taken, address(Map.of(), "--server", typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://lb1", "http://", "http://lb1/api", "http://lb1?x", "http://ops:secret@lb1:7070", "http://lb 1", ":7070", ""})
    void whatIsNoAddressIsRefusedWithoutBeingRepeated(String typed) {
        Failure failure = assertThrows(Failure.class, () -> connect(Map.of(), "--server", typed));
        assertEquals(2, failure.exitCode());
        assertEquals("--server is no address of a server: write http://HOST:PORT or https://HOST:PORT, nothing behind it",
                failure.getMessage());
    }

    @Test
    void aTokenComesFromAnOptionAFileOrTheEnvironment() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "  from-file\n");
        Map<String, String> environment = Map.of("AWE4LB_TOKEN", "from-environment");
        assertEquals("", header(Map.of()));
        assertEquals("Bearer from-environment", header(environment));
        assertEquals("Bearer from-file", header(environment, "--token-file", file.toString()));
        assertEquals("Bearer typed", header(environment, "--token", "typed"));
    }

    @Test
    void twoTokensAreOneTooMany() {
        Failure failure = assertThrows(Failure.class, () -> connect(Map.of(), "--token", "s3cret", "--token-file", "x"));
        assertEquals("--token and --token-file exclude each other: one of them is enough", failure.getMessage());
    }

    @Test
    void whatIsNoTokenIsRefusedWithoutBeingPrinted() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "s3cret\nX-Evil: 1\n");
        for (String[] arguments : new String[][] {{"--token", "s3cret token"}, {"--token-file", file.toString()}, {"--token", "s3crét"}}) {
            Failure failure = assertThrows(Failure.class, () -> connect(Map.of(), arguments));
            assertTrue(failure.getMessage().contains("is no token"), failure.getMessage());
            assertFalse(failure.getMessage().contains("s3cr"), failure.getMessage());
        }
        Failure empty = assertThrows(Failure.class, () -> connect(Map.of(), "--token", " "));
        assertEquals("--token is empty: it should be a token", empty.getMessage());
    }

    @Test
    void aTokenIsNotShownInATrace() throws Exception {
        try (Server server = connect(Map.of(), "--token", "s3cret")) {
            assertFalse(server.toString().contains("s3cret"), server::toString);
        }
    }

    @Test
    void filesThatCannotBeUsedAreSaid() throws Exception {
        assertEquals("--token-file /nowhere cannot be read: there is no such file",
                assertThrows(Failure.class, () -> connect(Map.of(), "--token-file", "/nowhere")).getMessage());
        assertEquals("--cacert /nowhere cannot be read: there is no such file",
                assertThrows(Failure.class, () -> connect(Map.of(), "--cacert", "/nowhere")).getMessage());
        Path file = Files.writeString(directory.resolve("ca.pem"), "no certificate");
        assertTrue(assertThrows(Failure.class, () -> connect(Map.of(), "--cacert", file.toString())).getMessage()
                .contains("has no certificate in PEM"));
    }
}
