package io.awe4lb.kernel.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastListsTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path directory;
    private LastLists lists;

    @BeforeEach
    void open() {
        lists = reopened();
    }

    private LastLists reopened() {
        return new LastLists(new Shelf.OnDisk(directory));
    }

    private static LastList list(String source, BackendSpec... backends) {
        return new LastList(source, TIME, List.of(backends));
    }

    private static BackendSpec backend(String address) {
        return new BackendSpec("name of " + address, Address.parse(address), 5, 2, 100);
    }

    @Test
    void aListOutlivesTheProcess() {
        LastList list = list("file path=\"x\"\n", backend("[::1]:80"), backend("unix:/run/a b.sock"), backend("10.0.0.1:80"));
        lists.keep("web", list);
        assertEquals(Optional.of(list), lists.find("web"), "before it is written too");
        lists.flush();
        assertEquals(Optional.of(list), lists.find("web"));
        assertEquals(Optional.of(list), reopened().find("web"));
        assertEquals(Optional.empty(), reopened().find("mail"));
    }

    @Test
    void anEmptyListIsAListToo() {
        lists.keep("web", list("exec"));
        lists.flush();
        assertEquals(Optional.of(list("exec")), reopened().find("web"));
    }

    @Test
    void theNewestOfManyIsTheOneThatStays() throws IOException {
        IntStream.rangeClosed(1, 500).forEach(i -> lists.keep("web", list("exec", backend("10.0.0.1:" + i))));
        lists.flush();
        assertEquals(Optional.of(list("exec", backend("10.0.0.1:500"))), reopened().find("web"));
        assertEquals(Set.of("web.json"), names());
    }

    @Test
    void listsOfPoolsThatAreGoneAreForgotten() throws IOException {
        for (String pool : List.of("web", "mail", "db")) {
            lists.keep(pool, list("exec", backend("a:1")));
        }
        lists.flush();
        lists.forget("mail");
        lists.forget("nobody");
        lists.retain(Set.of("web", "mail"));
        lists.flush();
        assertEquals(Set.of("web.json"), names());
    }

    @Test
    void aFileThatIsDamagedIsSetAside() throws IOException {
        for (String damaged : List.of("", "{", "[]", "{\"source\": 1}", "{\"source\": \"x\", \"time\": \"now\", \"backends\": []}",
                "{\"source\": \"x\", \"time\": \"2026-03-01T10:00:00Z\", \"backends\": [{\"name\": \"\"}]}")) {
            Files.writeString(directory.resolve("web.json"), damaged);
            assertEquals(Optional.empty(), lists.find("web"), damaged);
            assertEquals(damaged, Files.readString(directory.resolve("web.json.damaged")));
            assertFalse(Files.exists(directory.resolve("web.json")));
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenStopsNobody() throws IOException {
        Path gone = directory.resolve("gone");
        Files.createDirectory(gone);
        var homeless = new LastLists(new Shelf.OnDisk(gone));
        Files.delete(gone);
        homeless.keep("web", list("exec", backend("a:1")));
        homeless.flush();
        homeless.retain(Set.of());
        Files.createDirectory(gone);
        homeless.keep("web", list("exec", backend("b:1")));
        homeless.flush();
        assertTrue(Files.exists(gone.resolve("web.json")), "it is tried again with the next list");
    }

    private Set<String> names() throws IOException {
        return new Shelf.OnDisk(directory).names();
    }
}
