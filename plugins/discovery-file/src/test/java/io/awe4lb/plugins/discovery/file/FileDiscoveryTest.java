package io.awe4lb.plugins.discovery.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiscoveryTest {

    private final FileDiscoveryProvider provider = new FileDiscoveryProvider();

    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = directory.resolve("backends");
    }

    @Test
    void readsEachFormat() throws Exception {
        List<BackendSpec> both = List.of(BackendText.ofLine("10.0.0.1:80 weight=5"), BackendText.ofLine("[::1]:80"));
        Files.writeString(file, "# hosts\n10.0.0.1:80 weight=5\n\n[::1]:80\n");
        assertEquals(both, ask(Format.LINES));
        Files.writeString(file, "[{\"host\": \"10.0.0.1\", \"port\": 80, \"weight\": 5}, \"[::1]:80\"]");
        assertEquals(both, ask(Format.JSON));
        Files.writeString(file, "backends:\n  - {address: 10.0.0.1:80, weight: 5}\n  - '[::1]:80'\n");
        assertEquals(both, ask(Format.YAML));
    }

    @Test
    void aChangeOfContentIsSeenAlsoWhenTheTimeStaysTheSame() throws Exception {
        Files.writeString(file, "10.0.0.1:80\n");
        var time = Files.getLastModifiedTime(file);
        try (Discovery discovery = discovery(Format.LINES)) {
            assertEquals("10.0.0.1:80", discovery.discover().backends().getFirst().id());
            Files.writeString(file, "10.0.0.2:80\n");
            Files.setLastModifiedTime(file, time);
            assertEquals("10.0.0.2:80", discovery.discover().backends().getFirst().id());
        }
    }

    @Test
    void aFileThatIsHalfWrittenIsAFailureAndWhatComesAfterItIsRead() throws Exception {
        Files.writeString(file, "10.0.0.1:80\n10.0.0.2:8");
        try (Discovery discovery = discovery(Format.LINES)) {
            assertFails("its last line has no end", discovery);
            Files.writeString(file, "10.0.0.1:80\n10.0.0.2:8080\n");
            assertEquals(2, discovery.discover().backends().size());
        }
    }

    @Test
    void everyBeginningOfAFileIsAFailureOrEndsWithALine() throws Exception {
        String lines = "10.0.0.1:80\n10.0.0.2:8080 weight=10\n";
        String json = "{\"backends\": [\"10.0.0.1:80\", {\"host\": \"a\", \"port\": 8080}]}";
        for (int end = 1; end < lines.length(); end++) {
            String begin = lines.substring(0, end);
            if (!begin.endsWith("\n")) {
                assertThrows(IllegalArgumentException.class, () -> Format.LINES.read(begin), begin);
                assertThrows(IllegalArgumentException.class, () -> Format.YAML.read(begin), begin);
            }
        }
        for (int end = 0; end < json.length(); end++) {
            String begin = json.substring(0, end);
            assertThrows(IllegalArgumentException.class, () -> Format.JSON.read(begin), begin);
        }
    }

    @Test
    void aFileThatVanishesIsAFailureUntilItIsBack() throws Exception {
        Files.writeString(file, "10.0.0.1:80\n");
        try (Discovery discovery = discovery(Format.LINES)) {
            discovery.discover();
            Files.delete(file);
            assertFails("cannot be read: no such file: put it there, or change path", discovery);
            Files.writeString(file, "10.0.0.1:80\n");
            assertEquals(1, discovery.discover().backends().size());
        }
    }

    @Test
    void anEmptyFileIsAnEmptyAnswer() throws Exception {
        Files.writeString(file, "");
        assertEquals(List.of(), ask(Format.LINES));
    }

    @Test
    void whatIsNoFileOrNoTextIsSaid() throws Exception {
        Files.createDirectory(file);
        assertFails("backends is not a regular file", discovery(Format.LINES));
        Files.delete(file);
        Files.write(file, new byte[] {(byte) 0xff, '\n'});
        assertFails("is no text in UTF-8", discovery(Format.LINES));
        try (var large = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            large.position(17 << 20).write(ByteBuffer.wrap(new byte[1]));
        }
        assertFails("is larger than 16 MiB", discovery(Format.LINES));
    }

    @Test
    void whatIsNotUnderstoodIsSaidWithItsPlace() throws Exception {
        write("a:1\nb\n");
        assertFails("is not understood: line 2: 'b' has no port", discovery(Format.LINES));
        write("[\"a:1\",]");
        assertFails("is not understood: it is no JSON at line 1, column 8", discovery(Format.JSON));
        write("");
        assertFails("is not understood: it is no JSON, but empty: write [] for no backends", discovery(Format.JSON));
        write("- a:1\n- [\n");
        assertFails("is not understood: it is no YAML at line", discovery(Format.YAML));
        write("- !!java.net.URL [\"http://x\"]\n");
        assertFails("is not understood: it is no YAML", discovery(Format.YAML));
        write("backends: []\nbackends: []\n");
        assertFails("is not understood: it is no YAML", discovery(Format.YAML));
        write("[1, 2\n");
        assertFails("is not understood: it is no JSON", discovery(Format.JSON));
        write("{\"backends\": 5}");
        assertFails("there is no list of backends", discovery(Format.JSON));
    }

    @Test
    void aPathThatIsNoneIsRefused() {
        for (String path : List.of("", " ", "a\0b")) {
            var refused = assertThrows(IllegalArgumentException.class,
                    () -> provider.create(Options.defaults().with(FileDiscoveryProvider.PATH, path)));
            assertEquals("path: this is the name of no file: write path: /path/to/file", refused.getMessage());
        }
    }

    private void write(String text) throws Exception {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertFails(String sentence, Discovery discovery) {
        String said = assertThrows(DiscoveryException.class, discovery::discover).getMessage();
        assertTrue(said.contains(sentence), said);
        assertFalse(said.contains("\n"), said);
    }

    private Discovery discovery(Format format) {
        return provider
                .create(Options.defaults().with(FileDiscoveryProvider.PATH, file.toString()).with(FileDiscoveryProvider.FORMAT, format));
    }

    private List<BackendSpec> ask(Format format) throws Exception {
        try (Discovery discovery = discovery(format)) {
            return discovery.discover().backends();
        }
    }
}
