package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @TempDir
    private Path directory;

    @Test
    void nothingTypedSaysWhatToDoFirst() {
        Typed.of().endsWith(2).complains("awe4lb demo").complains("awe4lb run -c FILE_OR_DIR");
    }

    @Test
    void helpListsEveryCommand() {
        Typed help = Typed.of("--help").endsWith(0);
        for (String command : new String[] {"run", "check", "demo", "status", "config", "backend", "connections", "events", "plugins",
            "schema", "version",
            "aot-cache"}) {
            help.says("\n  " + command + " ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "run", "check", "demo", "plugins", "schema", "version", "status", "config", "config get", "config diff", "config apply",
        "config history", "config restore", "backend", "backend drain", "backend ready", "backend maint", "backend weight", "backend check",
        "connections", "connections list", "connections close", "events"})
    void everyCommandHasAnExample(String command) {
        Typed.of((command + " --help").split(" ")).endsWith(0).says("Usage: awe4lb " + command).says("Example").says("  awe4lb " + command);
    }

    @Test
    void helpOfACommandCanBeAskedForInFrontOfIt() {
        assertEquals(Typed.of("check", "--help").out(), Typed.of("help", "check").endsWith(0).out());
    }

    @Test
    void aMistypedCommandIsCorrected() {
        Typed.of("chekc").endsWith(2).complains("there is no command 'chekc': did you mean 'check'?").complains("'awe4lb --help'");
    }

    @Test
    void aMistypedOptionIsCorrected() {
        Typed.of("plugins", "--plugin", "x").endsWith(2).complains("there is no option '--plugin': did you mean '--plugins'?");
    }

    @Test
    void anOptionWithoutItsValueIsSaid() {
        Typed.of("check", "-c").endsWith(2).complains("awe4lb check: ").complains("FILE_OR_DIR").complains("'awe4lb check --help'");
    }

    @Test
    void aConfigurationHasToBeNamed() {
        Typed.of("run").endsWith(2).complains("which configuration?").complains("awe4lb demo");
        Typed.of("check").endsWith(2).complains("which configuration?");
    }

    @Test
    void aDirectoryOfPluginsHasToExist() {
        Typed.of("plugins", "--plugins", "/nowhere").endsWith(2).complains("--plugins /nowhere: there is no such directory");
    }

    @Test
    void aConfigurationWithoutErrorsIsOkAndItsWarningsAreSaid() throws Exception {
        Path file = Files.writeString(directory.resolve("empty.yaml"), "{}\n");
        Typed.of("check", "-c", file.toString()).endsWith(0).says("warning no-listeners").says("ok: 0 listeners, 0 pools");
    }

    @Test
    void checkLooksAtSeveralOneByOne() throws Exception {
        Path right = Files.writeString(directory.resolve("right.yaml"), "listeners: {}\n");
        Path wrong = Files.writeString(directory.resolve("wrong.yaml"), "listners: {}\n");
        Typed.of("check", "-c", right.toString(), wrong.toString()).endsWith(3).says(right + ": ok: 0 listeners, 0 pools")
                .says(wrong + ":1:1: error unknown-key");
        Typed.of("check", right.toString()).endsWith(0).says("ok: 0 listeners, 0 pools");
    }

    @Test
    void checkHasAShortForm() throws Exception {
        Path file = Files.writeString(directory.resolve("empty.yaml"), "{}\n");
        Typed.of("-t", "-c", file.toString()).endsWith(0).says("ok: ");
        Typed.of("-c", file.toString(), "-t").endsWith(0).says("ok: ");
    }

    @Test
    void theFindingsOfCheckAreOnStandardOutput() throws Exception {
        Path file = Files.writeString(directory.resolve("wrong.yaml"), "listener: {}\n");
        Typed.of("check", "-c", file.toString()).endsWith(3).says(file + ":1:1: error unknown-key");
    }

    @Test
    void theFindingsOfRunAreErrors() throws Exception {
        Path file = Files.writeString(directory.resolve("wrong.yaml"), "listener: {}\n");
        assertEquals("", Typed.of("run", "-c", file.toString()).endsWith(3).complains(file + ":1:1: error unknown-key").out());
    }

    @Test
    void aFileThatIsNotThereIsAnInvalidConfiguration() {
        Typed.of("check", "-c", "/nowhere.yaml").endsWith(3).says("/nowhere.yaml: error unreadable");
        Typed.of("-c", "/nowhere.yaml").endsWith(3).complains("/nowhere.yaml: error unreadable");
    }

    @Test
    void theDemonstrationWithoutPluginsSaysWhatIsMissing() {
        Typed.of("demo").endsWith(5).complains("unknown-type").complains("'awe4lb plugins' says which failed");
    }

    @Test
    void aListOfNoPluginsIsATableToo() {
        Typed.of("plugins", "--plugins", directory.toString()).endsWith(0).says("ID  VERSION  STATE  TYPES");
    }

    @Test
    void theSchemaIsPrinted() {
        Typed.of("schema").endsWith(0).says("\"$schema\" : \"http://json-schema.org/draft-07/schema#\"");
    }

    @Test
    void theVersionCanBeAskedForInThreeWays() {
        String line = Typed.of("version").endsWith(0).says("awe4lb ").says("(Java ").out();
        assertEquals(line, Typed.of("--version").endsWith(0).out());
        assertEquals(line, Typed.of("-V").endsWith(0).out());
    }
}
