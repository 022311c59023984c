package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.cli.Typed;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest extends ClientTest {

    private static final String TEXT = "listeners:\n  web: {bind: \":8080\", pool: web}   # the shop – ü\n";
    private static final String SEVEN = "\"rev-7-1b2c3d4e\"";

    private final ObjectMapper mapper = new ObjectMapper();

    @TempDir
    private Path directory;

    private String file() throws Exception {
        return Files.writeString(directory.resolve("my.yaml"), TEXT).toString();
    }

    private static ObjectNode result() {
        return Contract.WRITTEN.example("ChangeResult");
    }

    private void atRevisionSeven() {
        server().on("GET /api/v1/config", new StubServer.Said(200, "application/yaml", TEXT, Map.of("ETag", SEVEN)));
    }

    @Test
    void theTextIsPrintedAsItWasWritten() {
        server().on("GET /api/v1/config", new StubServer.Said(200, "application/yaml", TEXT, Map.of("ETag", SEVEN)));
        typed("config", "get").endsWith(0).printed(TEXT);
        assertEquals("application/yaml", server().last().header("Accept"));
    }

    @Test
    void theTextOfAnEarlierRevisionIsPrinted() {
        server().on("GET /api/v1/config/revisions/5",
                new StubServer.Said(200, "application/yaml", TEXT, Map.of("ETag", "\"rev-5-0a0b0c0d\"")));
        typed("config", "get", "--revision", "5").endsWith(0).printed(TEXT);
    }

    @Test
    void theEffectiveConfigurationIsJson() throws Exception {
        JsonNode effective = mapper.readTree("{\"loops\": 8}");
        server().on("GET /api/v1/config", effective);
        assertEquals(effective, mapper.readTree(typed("config", "get", "--effective").endsWith(0).out()));
        assertEquals("view=effective", server().last().uri().getQuery());
        typed("config", "get", "--effective", "--revision", "5").endsWith(2).complains("exclude each other").complains("config get --help");
    }

    @Test
    void aDifferenceSaysWhatBecomesOfConnections() throws Exception {
        ObjectNode result = result().put("revision", 7).put("dryRun", true);
        ((ObjectNode) result.at("/changes/0")).put("kind", "removed").put("sentence", "pool web: backend 10.0.0.3:80 is removed")
                .put("connections", 12).put("effect", "12 live connections drain for 30 s");
        server().on("POST /api/v1/config/diff", result);
        typed("config", "diff", file()).endsWith(0)
                .printed("- pool web: backend 10.0.0.3:80 is removed: 12 live connections drain for 30 s\n");
        assertEquals(TEXT, server().last().body());
    }

    @Test
    void noDifferenceIsSaid() throws Exception {
        ObjectNode result = result().put("dryRun", true);
        result.putArray("changes");
        server().on("POST /api/v1/config/diff", result);
        typed("config", "diff", file()).endsWith(0).printed("no change: what runs is the same\n");
    }

    @Test
    void anApplyChangesTheRevisionThatItSaw() throws Exception {
        atRevisionSeven();
        server().on("PUT /api/v1/config", result());
        typed("config", "apply", file(), "--comment", "für den Verkauf & mehr").endsWith(0).printed("""
                + pool web: backend 10.0.0.3:80 is added
                revision 8 is in force
                """);
        assertEquals(SEVEN, server().last().header("If-match"));
        assertEquals("comment=für den Verkauf & mehr", server().last().uri().getQuery());
        assertEquals(TEXT, server().last().body());
    }

    @Test
    void anApplyCanNameItsRevision() throws Exception {
        atRevisionSeven();
        server().on("PUT /api/v1/config", result());
        typed("config", "apply", file(), "--if-revision", "7").endsWith(0);
        assertEquals(SEVEN, server().last().header("If-match"));
    }

    @Test
    void anApplyToAnotherRevisionThanTheOneInForceIsRefused() throws Exception {
        atRevisionSeven();
        server().refuse("PUT /api/v1/config", "PreconditionFailed");
        typed("config", "apply", file(), "--if-revision", "6").endsWith(1).complains("'awe4lb config history' shows who changed it");
        assertEquals("\"rev-6\"", server().last().header("If-match"));
    }

    @Test
    void aNumberThatIsNoneIsSaidInWords() {
        typed("config", "restore", "x").endsWith(2).complains("'x' is not a number").complains("config restore --help");
        typed("events", "--since", "y").endsWith(2).complains("'y' is not a number");
    }

    @Test
    void aSecondPlaceInAMessageIsOneOfTheFile() throws Exception {
        atRevisionSeven();
        ObjectNode problem = Contract.WRITTEN.problem("Invalid");
        problem.putArray("errors").addObject().put("severity", "error").put("pointer", "/pools/web/backends/1").put("line", 6)
                .put("column", 7).put("code", "duplicate").put("message", "it is already listed at 'configuration:5:61'");
        server().refuse("PUT /api/v1/config", problem);
        String file = file();
        typed("config", "apply", file).endsWith(3).complains("it is already listed at '" + file + ":5:61'");
    }

    @Test
    void aDryRunSaysThatNothingWasChanged() throws Exception {
        atRevisionSeven();
        server().on("PUT /api/v1/config", result().put("revision", 7).put("dryRun", true));
        typed("config", "apply", file(), "--dry-run").endsWith(0).says("dry run: nothing was changed; revision 7 stays in force\n");
        assertEquals("dryRun=true", server().last().uri().getQuery());
    }

    @Test
    void aChangeByAnotherMeanwhileIsExplained() throws Exception {
        atRevisionSeven();
        server().refuse("PUT /api/v1/config", "PreconditionFailed");
        typed("config", "apply", file()).endsWith(1)
                .complains("the configuration is at \"rev-8-5f6a7b8c\", not at \"rev-7-1b2c3d4e\"")
                .complains("'awe4lb config history' shows who changed it, 'awe4lb config diff FILE' what your file would change now");
    }

    @Test
    void theFindingsOfAnInvalidFileAreLinesOfIt() throws Exception {
        atRevisionSeven();
        ObjectNode problem = Contract.WRITTEN.problem("Invalid");
        problem.withArray("errors").addObject().put("severity", "warning").put("pointer", "").put("code", "no-listeners")
                .put("message", "nothing is listened on");
        server().refuse("PUT /api/v1/config", problem);
        String file = file();
        typed("config", "apply", file).endsWith(3).printed("")
                .complains(file + ":3:5: error unknown-key: /listeners/web/bnid: unknown key: did you mean 'bind'?\n")
                .complains(file + ": warning no-listeners: nothing is listened on\n")
                .complains("awe4lb config apply: " + file + " is not applied: put right what is listed above\n");
    }

    @Test
    void aDifferenceToAnInvalidFileIsNone() throws Exception {
        server().refuse("POST /api/v1/config/diff", "Invalid");
        typed("config", "diff", file()).endsWith(3).complains(":3:5: error unknown-key").complains("would not be applied");
    }

    @Test
    void warningsAreSaidBesideTheSuccess() throws Exception {
        atRevisionSeven();
        ObjectNode result = result();
        result.withArray("warnings").addObject().put("severity", "warning").put("pointer", "/pools/old").put("line", 9).put("column", 3)
                .put("code", "unused-pool").put("message", "no listener uses it");
        server().on("PUT /api/v1/config", result);
        typed("config", "apply", file()).endsWith(0).complains("my.yaml:9:3: warning unused-pool: /pools/old: no listener uses it\n");
    }

    @Test
    void whatCannotBeDoneHereIsAFailure() throws Exception {
        atRevisionSeven();
        server().refuse("PUT /api/v1/config", "Conflict");
        typed("config", "apply", file()).endsWith(1).complains("listener web: cannot bind 0.0.0.0:8080: address already in use");
    }

    @Test
    void aFileThatCannotBeReadIsSaid() {
        typed("config", "apply", "/nowhere.yaml").endsWith(3).complains("/nowhere.yaml cannot be read: there is no such file");
        typed("config", "diff", directory.toString()).endsWith(2).complains("is a directory: awe4lb takes one file here");
        assertTrue(server().asked().isEmpty());
    }

    @Test
    void aConfigurationCanComeOnStandardInput() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)));
            server().refuse("POST /api/v1/config/diff", "Invalid");
            typed("config", "diff", "-").endsWith(3).complains("standard input:3:5: error");
            assertEquals(TEXT, server().last().body());
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void theHistoryMarksWhatIsInForce() {
        ObjectNode old = Contract.WRITTEN.example("Revision").put("revision", 6).put("current", false).put("who", "").put("comment", "")
                .put("source", "file");
        server().on("GET /api/v1/config/revisions", mapper.createArrayNode().add(Contract.WRITTEN.example("Revision")).add(old));
        typed("config", "history").endsWith(0).printed("""
                   REVISION  TIME                  FROM  WHO  COMMENT
                *  7         2026-03-01T12:00:00Z  rest  ops  third backend for the sale
                   6         2026-03-01T12:00:00Z  file  -    -
                """);
    }

    @Test
    void aRevisionIsRestoredAsANewOne() {
        atRevisionSeven();
        server().on("POST /api/v1/config/revisions/5/restore", result());
        typed("config", "restore", "5").endsWith(0).says("revision 8 is in force");
        assertEquals(SEVEN, server().last().header("If-match"));
    }

    @Test
    void aRevisionThatIsNoLongerValidSaysSo() {
        atRevisionSeven();
        server().refuse("POST /api/v1/config/revisions/5/restore", "Invalid");
        typed("config", "restore", "5").endsWith(3).complains("revision 5:3:5: error unknown-key").complains("revision 5 is not applied");
    }

    @Test
    void aRevisionThatIsGoneIsAFailure() {
        atRevisionSeven();
        ObjectNode problem = Contract.WRITTEN.problem("NotFound").put("detail", "there is no revision 1 any more: the last 50 are kept");
        server().refuse("POST /api/v1/config/revisions/1/restore", problem);
        typed("config", "restore", "1").endsWith(1).complains("awe4lb config restore: there is no revision 1 any more");
    }

    @Test
    void aGroupAloneSaysWhatItHas() {
        Typed.of("config").endsWith(2).complains("say which: get, diff, apply, history, restore").complains("config --help");
        Typed.of("config", "aply").endsWith(2).complains("there is no command 'aply': did you mean 'apply'?").complains("config --help");
    }
}
