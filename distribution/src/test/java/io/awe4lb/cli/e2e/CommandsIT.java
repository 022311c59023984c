package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that say something and end. */
class CommandsIT extends EndToEnd {

    private static final int WRONG_USAGE = 2;

    @Test
    void versionSaysAlsoThatOfJavaAndTheSystem() throws Exception {
        command("version").with(0).saying("awe4lb " + Distribution.VERSION, "Java 25", "Linux");
    }

    @Test
    void pluginsListsWhatIsBundled() throws Exception {
        command("plugins").with(0).saying("discovery static", "discovery consul", "discovery etcd", "discovery exec",
                "discovery kubernetes", "discovery file", "discovery http-json",
                "discovery http-text", "discovery dns", "discovery docker", "discovery lxd", "health check dns", "health check exec",
                "health check grpc", "health check http", "health check mysql",
                "health check postgres", "health check probe", "health check redis", "health check tcp", "health check tls",
                "strategy first", "strategy least-bandwidth", "strategy least-connections", "strategy maglev", "strategy p2c",
                "strategy random", "strategy round-robin", "strategy sticky", "strategy weight");
    }

    @Test
    void schemaIsJsonAndHasThePluginsPartsInIt() throws Exception {
        String text = command("schema").with(0).out();
        JsonNode schema = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().readTree(text);
        assertEquals("http://json-schema.org/draft-07/schema#", schema.path("$schema").asText());
        assertTrue(schema.path("properties").has("listeners"));
        for (String word : List.of("least-connections", "least-bandwidth", "halfLife", "p2c", "maglev", "tableSize", "source-network",
                "hashBalanceFactor")) {
            assertTrue(text.contains("\"" + word + "\""), word);
        }
    }

    @Test
    void checkSaysThatAConfigurationIsRight() throws Exception {
        String right = """
                listeners:
                  web: {bind: ":8080", pool: web}
                pools:
                  web: {backends: ["10.0.0.1:80"]}
                """;
        check(right).with(0).saying("ok: 1 listener, 1 pool");
        command("-t", "-c", directory.resolve("awe4lb.yaml").toString()).with(0).saying("ok: 1 listener, 1 pool");
    }

    @Test
    void runIsWhatAConfigurationAloneMeans() throws Exception {
        String configuration = """
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {backends: ["%s"]}
                """.formatted(backend("a"));
        Awe4lb awe4lb = started("-c", file("awe4lb.yaml", configuration).toString()).ready();
        client(awe4lb.address("web")).receives("a\n");
    }

    @Test
    void withoutACommandTheFirstStepsAreSaid() throws Exception {
        command().with(WRONG_USAGE).complaining("awe4lb demo", "awe4lb run -c", "awe4lb check -c");
    }

    @Test
    void whatMakesNoSenseIsSaid() throws Exception {
        command("serve").with(WRONG_USAGE).complaining("there is no command 'serve'", "--help");
        command("run", "--confgi", "x").with(WRONG_USAGE).complaining("there is no option '--confgi'", "did you mean '--config'?");
        command("run", "-c", "x.yaml", "--plugins", "/nowhere").with(WRONG_USAGE)
                .complaining("--plugins /nowhere: there is no such directory");
        command("run").with(WRONG_USAGE).complaining("which configuration?", "-c FILE_OR_DIR", "awe4lb demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "demo", "plugins", "schema", "version"})
    void helpOfEachCommandHasAnExample(String name) throws Exception {
        command(name, "--help").with(0).saying("Usage: awe4lb " + name, "Example", "  awe4lb " + name);
    }

    @Test
    void helpListsTheCommandsAndTheExitCodes() throws Exception {
        command("--help").with(0).saying("run ", "check ", "demo ", "plugins ", "schema ", "version ", "143 after TERM");
    }
}
