package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What outlives the process, however that ends, and which configuration a start takes. */
@Order(1)
class RestartIT extends EndToEnd {

    private static final int FAILURE = 1;
    private static final int CONFIGURATION_INVALID = 3;
    private static final Pattern IN_FORCE = Pattern.compile("revision (\\d+)[^:]* is in force: ");

    private NamedBackend a;
    private NamedBackend b;
    private Path file;
    private Path data;

    @BeforeEach
    void configure() throws IOException {
        a = backend("a");
        b = backend("b");
        file = file("awe4lb.yaml", servingWith(a));
        data = directory.resolve("state/data");
    }

    @Test
    void theFirstStartTakesTheFileAndKeepsItForItsOwnerAlone() throws Exception {
        Awe4lb awe4lb = run();
        awe4lb.says("revision 1 from " + file + " is in force: no revision is kept yet");
        assertEquals(PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(data));
        Path revision = onlyFileOf(data.resolve("revisions"));
        assertTrue(Files.readString(revision).endsWith(servingWith(a)), "the text as it was written, comments and all");
        Set<PosixFilePermission> ofOthers =
                EnumSet.complementOf(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        ofOthers.retainAll(Files.getPosixFilePermissions(revision));
        assertEquals(Set.of(), ofOthers);
    }

    @Test
    void anUnchangedFileGoesOnWithTheLastRevision() throws Exception {
        kill(run());
        Awe4lb awe4lb = run();
        awe4lb.says("revision 1 is in force: the file has not changed since it was last applied");
        assertEquals("a", client(awe4lb.address("web")).line());
    }

    @Test
    void aFileThatWasEditedMeanwhileIsTaken() throws Exception {
        kill(run());
        Files.writeString(file, servingWith(b));
        Awe4lb awe4lb = run();
        awe4lb.says("revision 2 from " + file + " is in force: it has changed since it was last applied, before or with revision 1");
        assertEquals("b", client(awe4lb.address("web")).line());
    }

    @Test
    void anotherFileThanTheLastOneIsTaken() throws Exception {
        kill(run());
        Path other = file("other.yaml", servingWith(b));
        Awe4lb awe4lb = started("run", "-c", other.toString(), "--data", data.toString()).ready();
        awe4lb.says("revision 2 from " + other + " is in force: revision 1 remembers " + file + ", which is another one");
        assertEquals("b", client(awe4lb.address("web")).line());
    }

    @Test
    void aFileThatWasBrokenMeanwhileIsNamedAndWhatWasInForceServes() throws Exception {
        kill(run());
        Files.writeString(file, servingWith(b) + "nonsense: 1\n");
        Awe4lb awe4lb = run();
        awe4lb.says(file + ":5:1: error unknown-key");
        awe4lb.says("revision 1 is in force: it was in force last, and the file cannot be served");
        assertEquals("a", client(awe4lb.address("web")).line());

        Files.writeString(file, servingWith(b));
        awe4lb.signal("HUP");
        awe4lb.serves(2);
        assertEquals("b", client(awe4lb.address("web")).line());
    }

    @Test
    void aFileThatIsGoneIsNamedAndWhatWasInForceServes() throws Exception {
        kill(run());
        Files.delete(file);
        Awe4lb awe4lb = run();
        awe4lb.says(file + ": error unreadable: does not exist");
        awe4lb.says("revision 1 is in force: it was in force last, and the file cannot be served");
        assertEquals("a", client(awe4lb.address("web")).line());
    }

    @Test
    void aFileThatWantsAPortInUseIsNamedAndWhatWasInForceServes() throws Exception {
        kill(run());
        Listening taken = listening();
        Files.writeString(file, servingWith(b).replace("127.0.0.1:0", taken.toString()));
        Awe4lb awe4lb = run();
        awe4lb.says("not served, although it has changed since it was last applied, before or with revision 1: listener web: cannot bind "
                + taken);
        awe4lb.says("revision 1 is in force: it was in force last, and the file cannot be served");
        assertEquals("a", client(awe4lb.address("web")).line());
    }

    @Test
    void aBrokenFileWithoutARevisionIsRefused() throws Exception {
        Files.writeString(file, servingWith(b) + "nonsense: 1\n");
        command("run", "-c", file.toString(), "--data", data.toString()).with(CONFIGURATION_INVALID)
                .complaining(file + ":5:1: error unknown-key", "is not served");
    }

    /** Each revision's backend tells whether it is the one that it says it is: odd ones are a's, even ones b's. */
    @Test
    void killedAtAnyMomentItServesWhatWasInForceOrWasAboutToBe() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int inForce = 0;
        for (int round = 0; round < 4; round++) {
            Awe4lb awe4lb = run();
            int started = revision(awe4lb);
            assertTrue(started == inForce || started == inForce + 1, started + " is in force after " + inForce + ": " + awe4lb);
            assertEquals(started % 2 == 1 ? "a" : "b", client(awe4lb.address("web")).line());
            inForce = changeUntilKilled(awe4lb, started, random);
            Files.writeString(file, "half of a fi"); // so that nothing but the revisions can tell
        }
    }

    /** Changes as fast as it goes, and kills it in the middle. Returns the revision that it said last. */
    private int changeUntilKilled(Awe4lb awe4lb, int started, Random random) throws Exception {
        int complete = started + random.nextInt(3);
        for (int next = started + 1; next <= complete; next++) {
            Files.writeString(file, servingWith(next % 2 == 1 ? a : b) + "# " + next + "\n");
            awe4lb.signal("HUP");
            awe4lb.serves(next);
        }
        Files.writeString(file, servingWith(complete % 2 == 0 ? a : b) + "# " + (complete + 1) + "\n");
        awe4lb.signal("HUP");
        LockSupport.parkNanos(random.nextInt(20_000_000)); // any moment of the change, before and after it
        kill(awe4lb);
        return revision(awe4lb);
    }

    @Test
    void theLastFiftyRevisionsAreKept() throws Exception {
        Awe4lb awe4lb = run();
        for (int next = 2; next <= 53; next++) {
            Files.writeString(file, servingWith(a) + "# " + next + "\n");
            awe4lb.signal("HUP");
            awe4lb.serves(next);
        }
        try (var revisions = Files.list(data.resolve("revisions"))) {
            assertEquals(50, revisions.count());
        }
        assertTrue(Files.exists(data.resolve("revisions/000053.yaml")));
        assertFalse(Files.exists(data.resolve("revisions/000003.yaml")));
    }

    @Test
    void aRevisionThatCannotBeWrittenRefusesTheChange() throws Exception {
        Awe4lb awe4lb = run();
        Path revisions = data.resolve("revisions");
        Files.move(revisions, data.resolve("elsewhere"));
        Files.writeString(revisions, "in the way");
        Files.writeString(file, servingWith(b));
        awe4lb.signal("HUP");
        awe4lb.says("a configuration is refused, and the one in force stays (HUP): ");
        assertEquals("a", client(awe4lb.address("web")).line());

        Files.delete(revisions);
        Files.move(data.resolve("elsewhere"), revisions);
        awe4lb.signal("HUP");
        awe4lb.serves(2);
        assertEquals("b", client(awe4lb.address("web")).line());
    }

    @Test
    void twoProcessesDoNotShareADataDirectory() throws Exception {
        Awe4lb awe4lb = run();
        String pid = Files.readString(data.resolve("lock")).strip();
        command("run", "-c", file.toString(), "--data", data.toString()).with(FAILURE)
                .complaining("data directory " + data + " is in use by process " + pid + ": stop that one, or give this one a directory of "
                        + "its own with --data");
        assertEquals("a", client(awe4lb.address("web")).line());
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsRefusedWhenItWasAskedFor() throws Exception {
        Path inTheWay = file("a file", "");
        command("run", "-c", file.toString(), "--data", inTheWay.toString()).with(FAILURE)
                .complaining("data directory " + inTheWay + " cannot be used: ", "give one that can be written with --data");
        command("run", "-c", file.toString(), "--data", inTheWay.resolve("below").toString()).with(FAILURE)
                .complaining("data directory " + inTheWay.resolve("below") + " cannot be used: ");
    }

    @Test
    void anInstallationThatCannotBeWrittenServesAndSaysWhatIsLost() throws Exception {
        Path home = Distribution.copyInto(directory);
        Files.writeString(home.resolve("data"), "in the way");
        Launch usual = Launch.of(home).environment("PATH=/usr/bin:/bin", "AWE4LB_DATA=");
        Awe4lb awe4lb = started(usual, "run", "-c", file.toString()).ready();
        awe4lb.says("data directory " + home.resolve("data") + " cannot be used");
        awe4lb.says("until then nothing that is changed while it runs survives a restart");
        assertEquals("a", client(awe4lb.address("web")).line());
    }

    @Test
    void theUsualDataDirectoryIsTheInstallations() throws Exception {
        Path home = Distribution.copyInto(directory);
        Launch usual = Launch.of(home).environment("PATH=/usr/bin:/bin", "AWE4LB_DATA=");
        started(usual, "run", "-c", file.toString()).ready();
        assertTrue(Files.exists(home.resolve("data/revisions/000001.yaml")));
    }

    @Test
    void withoutDataNothingIsKept() throws Exception {
        Awe4lb awe4lb = started("run", "-c", file.toString(), "--data", "off").ready();
        Files.writeString(file, servingWith(b));
        awe4lb.signal("HUP");
        awe4lb.serves(2);
        kill(awe4lb);
        started("run", "-c", file.toString(), "--data", "off").says("revision 1 from " + file + " is in force: no revision is kept yet");
        assertFalse(Files.exists(data));
        assertFalse(Files.exists(Distribution.home().resolve("data")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:http", ":"})
    void anAdminAddressThatIsNoneIsNamed(String address) throws Exception {
        command("run", "-c", file.toString(), "--data", "off", "--admin", address).with(CONFIGURATION_INVALID)
                .complaining("--admin", "'" + address + "'");
    }

    @Test
    void anAdminAddressThatOthersReachNeedsTokens() throws Exception {
        command("run", "-c", file.toString(), "--data", "off", "--admin", "0.0.0.0:0").with(CONFIGURATION_INVALID)
                .complaining("admin-without-auth", "admin.auth.tokens");
    }

    private Awe4lb run() throws Exception {
        return started("run", "-c", file.toString(), "--data", data.toString()).ready();
    }

    private static void kill(Awe4lb awe4lb) throws Exception {
        awe4lb.signal("KILL");
        awe4lb.ended();
    }

    /** The one that it said last. */
    private static int revision(Awe4lb awe4lb) throws Exception {
        awe4lb.err().says(IN_FORCE);
        return awe4lb.err().lines().stream().flatMap(line -> IN_FORCE.matcher(line).results()).map(result -> result.group(1))
                .mapToInt(Integer::parseInt).max().orElseThrow();
    }

    private static Path onlyFileOf(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.reduce((one, another) -> {
                throw new AssertionError(one + " and " + another);
            }).orElseThrow();
        }
    }

    private static String servingWith(NamedBackend backend) {
        return """
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {backends: ["%s"]}
                """.formatted(backend);
    }
}
