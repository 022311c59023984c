package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {

    @TempDir
    Path directory;

    @Test
    void aFileIsTakenAsItIs() throws IOException, InvalidTextException {
        Path file = write("any.yaml", "not: [a, configuration # yet\r\n");
        ConfigFiles files = ConfigFiles.read(file);
        assertEquals("not: [a, configuration # yet\r\n", files.text());
        assertEquals(List.of(file), files.files());
    }

    @Test
    void aDirectoryBecomesOneDocumentThatMeansTheSame() throws IOException, InvalidTextException {
        write("awe4lb.yaml", "# the main one\nloops: 2\nlisteners:\n  web: {bind: ':80', pool: web} # pages\npools:\n");
        write("conf.d/20.yaml", "# lost\npools: {web: {backends: ['a:1']}}\nshutdown: {drain: 1m}\n");
        write("conf.d/10.yaml", "pools: {api: {backends: ['${A:-a:1}']}}\nlisteners: {api: {bind: ':81', pool: api}}\n");
        write("conf.d/30.yaml", "# nothing yet\n");

        ConfigFiles files = ConfigFiles.read(directory);

        assertEquals(
                """
                        # the main one
                        loops: 2
                        listeners:
                          web: {bind: ':80', pool: web} # pages
                          api:
                            bind: ":81"
                            pool: api
                        pools:
                          api:
                            backends:
                              - ${A:-a:1}
                          web:
                            backends:
                              - a:1
                        shutdown:
                          drain: 1m
                        """,
                files.text());
        assertEquals(List.of("awe4lb.yaml", "10.yaml", "20.yaml", "30.yaml"),
                files.files().stream().map(file -> file.getFileName().toString()).toList());
        var whole = assertInstanceOf(ConfigResult.Valid.class, Reading.reader().read(directory));
        assertEquals(whole.config().toString(), Reading.valid(files.text()).toString());
    }

    @Test
    void theHashIsThatOfNamesAndContents() throws IOException, InvalidTextException {
        Path file = write("awe4lb.yaml", "loops: 2\n");
        String hash = ConfigFiles.read(directory).hash();
        assertEquals(hash, ConfigFiles.read(file).hash());
        assertEquals(64, hash.length());

        write("awe4lb.yaml", "loops: 2 \n");
        String changed = ConfigFiles.read(directory).hash();
        assertNotEquals(hash, changed);

        Path part = write("conf.d/a.yaml", "{}\n");
        String two = ConfigFiles.read(directory).hash();
        assertNotEquals(changed, two);

        Files.move(part, part.resolveSibling("b.yaml"));
        assertNotEquals(two, ConfigFiles.read(directory).hash());
    }

    @Test
    void whatCannotBeReadOrPutTogetherHasFindings() throws IOException {
        assertEquals(List.of("unreadable"), codes(directory.resolve("none.yaml")));
        assertEquals(List.of("unreadable"), codes(directory));
        write("awe4lb.yaml", "loops: 2\npools: {a: {}}\n");
        write("conf.d/a.yaml", "loops: 3\npools: {a: {}}\n");
        assertEquals(List.of("duplicate-key", "duplicate-key"), codes(directory));
        write("conf.d/a.yaml", "pools: [\n");
        assertEquals(List.of("syntax"), codes(directory));
    }

    private static List<String> codes(Path path) {
        var failure = assertThrows(InvalidTextException.class, () -> ConfigFiles.read(path));
        return failure.findings().stream().map(Finding::code).toList();
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
