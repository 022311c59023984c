package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {

    @TempDir
    Path directory;

    @Test
    void aFileIsTakenAsItIs() throws IOException, InvalidTextException {
        Path file = write("any.yaml", "not: [a, configuration # yet\r\n");
        assertEquals("not: [a, configuration # yet\r\n", ConfigFiles.text(file));
    }

    @Test
    void aDirectoryBecomesOneDocumentThatMeansTheSame() throws IOException, InvalidTextException {
        write("awe4lb.yaml", "# the main one\nloops: 2\nlisteners:\n  web: {bind: ':80', pool: web} # pages\npools:\n");
        write("conf.d/20.yaml", "# lost\npools: {web: {backends: ['a:1']}}\nshutdown: {drain: 1m}\n");
        write("conf.d/10.yaml", "pools: {api: {backends: ['${A:-a:1}']}}\nlisteners: {api: {bind: ':81', pool: api}}\n");
        write("conf.d/30.yaml", "# nothing yet\n");

        String text = ConfigFiles.text(directory);

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
                text);
        var whole = assertInstanceOf(ConfigResult.Valid.class, Reading.reader().read(directory));
        assertEquals(whole.config().toString(), Reading.valid(text).toString());
    }

    @Test
    void theHashIsThatOfNamesAndContents() throws IOException {
        Path file = write("awe4lb.yaml", "loops: 2\n");
        String hash = hash();
        assertEquals(Optional.of(hash), ConfigFiles.hash(file));
        assertEquals(64, hash.length());

        write("awe4lb.yaml", "loops: 2 \n");
        String changed = hash();
        assertNotEquals(hash, changed);

        Path part = write("conf.d/a.yaml", "{}\n");
        String two = hash();
        assertNotEquals(changed, two);

        write("conf.d/.a.yaml.swp", "read by nobody");
        write("conf.d/notes.txt", "read by nobody");
        write("conf.d/b.yml", "named in a warning, and read by nobody");
        assertEquals(two, hash());

        Files.move(part, part.resolveSibling("b.yaml"));
        assertNotEquals(two, hash());
    }

    @Test
    void aTextThatIsNoneHasAHashToo() throws IOException {
        Path file = Files.write(directory.resolve("awe4lb.yaml"), new byte[] {(byte) 0xff, 0});
        String hash = hash();
        Files.write(file, new byte[] {(byte) 0xfe, 0});
        assertNotEquals(hash, hash());
    }

    @Test
    void whatCannotBeReadHasNoHash() throws IOException {
        assertEquals(Optional.empty(), ConfigFiles.hash(directory.resolve("none.yaml")));
        assertEquals(Optional.empty(), ConfigFiles.hash(directory), "without its main file");
        write("awe4lb.yaml", "loops: 2\n");
        Path more = write("conf.d", "a file where a directory is expected");
        assertEquals(Optional.empty(), ConfigFiles.hash(directory));
        Files.delete(more);
        Files.createDirectories(directory.resolve("conf.d/a.yaml"));
        assertEquals(Optional.empty(), ConfigFiles.hash(directory), "a directory where a file is expected");
    }

    private String hash() {
        return ConfigFiles.hash(directory).orElseThrow();
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
        var failure = assertThrows(InvalidTextException.class, () -> ConfigFiles.text(path));
        return failure.findings().stream().map(Finding::code).toList();
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
