package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourceTest {

    private static final String WEB = "listeners: {web: {bind: \":80\", pool: web}}\npools: {web: {backends: [\"a:1\"]}}\n";

    @TempDir
    Path directory;

    @Test
    void aFileIsRead() throws IOException {
        assertInstanceOf(ConfigResult.Valid.class, Reading.reader().read(write("any.name", WEB)));
    }

    @Test
    void aByteOrderMarkIsSkipped() throws IOException {
        assertInstanceOf(ConfigResult.Valid.class, Reading.reader().read(write("a.yaml", "\uFEFF" + WEB)));
    }

    @Test
    void linesMayEndAsOnWindows() throws IOException {
        assertInstanceOf(ConfigResult.Valid.class, Reading.reader().read(write("a.yaml", WEB.replace("\n", "\r\n"))));
    }

    @Test
    void aFileThatDoesNotExist() {
        assertFindings(
                directory.resolve("none.yaml"),
                "none.yaml: error unreadable: does not exist, or a directory above it may not be entered:"
                        + " check the name and the permissions");
    }

    @Test
    void anEmptyFileIsNotAWishForNothing() throws IOException {
        String finding = "a.yaml:1:1: error empty-file: the file has no content: write {} for a configuration with nothing in it";
        assertFindings(write("a.yaml", ""), finding);
        assertFindings(write("a.yaml", "# comment\n"), finding);
        assertFindings(write("a.yaml", "---\n"),
                "a.yaml:2:1: error empty-file: the file has no content: write {} for a configuration with nothing in it");
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        Path file = directory.resolve("huge.yaml");
        try (var huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(ConfigText.MOST_BYTES + 1L);
        }
        assertFindings(file, "huge.yaml: error too-large: is larger than 16 MiB, which no configuration needs: is it the right file?");
    }

    @Test
    void aFileOfManyMegabytesIsRead() throws IOException {
        Path file = write("a.yaml", WEB + "# comment\n".repeat(1_000_000));
        assertInstanceOf(ConfigResult.Valid.class, Reading.reader().read(file));
    }

    @Test
    void whatIsNoRegularFileIsNotOpened() throws IOException, InterruptedException {
        String finding = ": error unreadable: is not a regular file: name a file of YAML, or a directory with awe4lb.yaml in it";
        if (Files.exists(Path.of("/dev/zero"))) {
            assertEquals(List.of("/dev/zero" + finding), shown(Path.of("/dev/zero")));
        }
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
        Path fifo = directory.resolve("fifo");
        new ProcessBuilder("/usr/bin/mkfifo", fifo.toString()).start().waitFor();
        assertFindings(fifo, "fifo" + finding);
    }

    @Test
    void otherEncodingsAreRefusedWhereTheyBegin() throws IOException {
        Path file = directory.resolve("latin.yaml");
        Files.write(file, "loops: 1\npools: {ü: x}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertFindings(file, "latin.yaml:2:9: error not-utf8: this is not UTF-8: save the file in that encoding");
        Files.write(file, "loops: 1\n".getBytes(StandardCharsets.UTF_16));
        assertFindings(file, "latin.yaml:1:1: error not-utf8: this is not UTF-8: save the file in that encoding");
    }

    @Test
    void controlCharactersAreRefused() throws IOException {
        assertFindings(write("a.yaml", "loops: 1\nx: \0"),
                "a.yaml:2:4: error syntax: the character U+0000 is not allowed in YAML: remove it");
    }

    @Test
    void aDirectoryIsReadInTheOrderOfNames() throws IOException {
        write("awe4lb.yaml", "loops: 2\nlisteners: {web: {bind: \":80\", pool: web}}\npools:\n");
        write("conf.d/20.yaml", "pools: {web: {backends: [\"a:1\"]}}\n");
        write("conf.d/10.yaml", "pools: {api: {backends: [\"a:1\"]}}\nlisteners: {api: {bind: \":81\", pool: api}}\n");
        write("conf.d/.hidden.yaml", "nonsense");
        write("conf.d/notes.txt", "nonsense");

        var valid = assertInstanceOf(ConfigResult.Valid.class, Reading.reader().read(directory));
        assertEquals(Set.of("web", "api"), valid.config().listeners().keySet());
        assertEquals(List.of("api", "web"), List.copyOf(valid.config().pools().keySet()));
        assertEquals(2, valid.config().loops());
        assertEquals(List.of(), valid.warnings());
    }

    @Test
    void theSameKeyInTwoFilesNamesBoth() throws IOException {
        write("awe4lb.yaml", "loops: 1\n" + WEB);
        write("conf.d/a.yaml", "pools:\n  web: {backends: [\"b:1\"]}\nloops: 2\n");
        write("conf.d/b.yaml", "listeners:\n  web: {bind: \":81\", pool: web}\n");

        assertFindings(
                directory,
                "conf.d/a.yaml:2:3: error duplicate-key: the key 'web' is already set at awe4lb.yaml:3:9: remove one of them",
                "conf.d/a.yaml:3:1: error duplicate-key: the key 'loops' is already set at awe4lb.yaml:1:1: remove one of them",
                "conf.d/b.yaml:2:3: error duplicate-key: the key 'web' is already set at awe4lb.yaml:2:13: remove one of them");
    }

    @Test
    void mistakesOfEveryFileAreFound() throws IOException {
        write("awe4lb.yaml", "listeners: web: x\n");
        write("conf.d/a.yaml", "pools: [\n");
        write("conf.d/b.yaml", "pools: [a]\n");
        write("conf.d/c.yaml", "- a\n");

        assertEquals(
                List.of("awe4lb.yaml:1:15: error syntax", "conf.d/a.yaml:2:1: error syntax", "conf.d/c.yaml:1:1: error wrong-type"),
                shown(directory).stream().map(finding -> finding.substring(0, finding.indexOf(": ", finding.indexOf("error")))).toList());
    }

    @Test
    void aPartThatIsNoMapById() throws IOException {
        write("awe4lb.yaml", WEB);
        write("conf.d/b.yaml", "pools: [a]\n");
        assertFindings(directory, "conf.d/b.yaml:1:8: error wrong-type: /pools: expected a map by id, found a list");
    }

    @Test
    void filesThatAreProbablyMeantAreWarnedOf() throws IOException {
        write("awe4lb.yaml", WEB);
        write("conf.d/a.yml", "pools: {}");
        write("conf.d/b.yaml", "# nothing yet\n");

        assertFindings(
                directory,
                "conf.d/a.yml: warning ignored-file: is not read: rename it to end in .yaml",
                "conf.d/b.yaml:1:1: warning empty-file: the file has no content");
    }

    @Test
    void aDirectoryWithoutTheMainFile() throws IOException {
        write("conf.d/a.yaml", WEB);
        assertEquals(
                List.of(directory + ": error unreadable: has no awe4lb.yaml: a directory is read as awe4lb.yaml and conf.d/*.yaml"),
                Reading.reader().read(directory).findings().stream().map(Finding::toString).toList());
    }

    @Test
    void aDirectoryOrAFileInThePlaceOfTheOther() throws IOException {
        write("awe4lb.yaml", WEB);
        Files.createDirectories(directory.resolve("conf.d/a.yaml"));
        assertFindings(
                directory,
                "conf.d/a.yaml: error unreadable: is not a regular file: name a file of YAML, or a directory with awe4lb.yaml in it");

        Files.delete(directory.resolve("conf.d/a.yaml"));
        Files.delete(directory.resolve("conf.d"));
        write("conf.d", "x");
        assertFindings(directory, "conf.d: error unreadable: is not a directory that can be listed: conf.d");
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void assertFindings(Path path, String... expected) {
        assertEquals(List.of(expected), shown(path));
    }

    private List<String> shown(Path path) {
        return Reading.reader().read(path).findings().stream()
                .map(finding -> finding.toString().replace(directory + "/", ""))
                .toList();
    }
}
