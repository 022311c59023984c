package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The file of a running program is edited: by people, by their editors, and by what mounts it into containers. */
@Order(1)
class FileReloadIT extends EndToEnd {

    private NamedBackend a;
    private NamedBackend b;
    private Place web;
    private Path file;

    @BeforeEach
    void configure() throws Exception {
        a = backend("a");
        b = backend("b");
        web = Place.free();
        file = file("awe4lb.yaml", servingWith(a));
    }

    @Test
    void anEditedFileComesIntoForceByItselfAndLiveConnectionsGoOn() throws Exception {
        Awe4lb awe4lb = serving(file);
        Chatter client = chatter(web.address());
        Place other = Place.free();

        Files.writeString(file, """
                listeners:
                  web: {bind: "%s", pool: web, timeouts: {idle: 1h}}
                  other: {bind: "%s", pool: other}
                pools:
                  web: {strategy: round-robin, backends: ["%s", "%s"]}
                  other: {backends: ["%s"]}
                """.formatted(web, other, a, b, b));
        awe4lb.serves(2);

        assertEquals("b", client(other.address()).line());
        Eventually.until("both serve", () -> client(web.address()).isGreetedBy("b"));
        client.goesOn();
        client.ends();
        assertEquals("a", client.servedBy());
    }

    @Test
    void hupAppliesItAtOnce() throws Exception {
        Awe4lb awe4lb = serving(file);
        replace(servingWith(b));
        awe4lb.signal("HUP");
        awe4lb.serves(2);
        assertEquals("b", client(web.address()).line());
        assertEquals(1, awe4lb.err().count("by HUP"), "it did not wait for the watch");
    }

    @Test
    void hupWithoutAChangeSaysSo() throws Exception {
        Awe4lb awe4lb = serving(file);
        Chatter client = chatter(web.address());
        awe4lb.signal("HUP");
        awe4lb.says("HUP: the file has not changed since it was last applied; revision 1 stays in force");
        client.ends();
    }

    @Test
    void aBrokenFileIsRefusedOnceWithItsPlaceAndTheOldOneServesOn() throws Exception {
        Awe4lb awe4lb = serving(file);
        Chatter client = chatter(web.address());
        String broken = servingWith(b).replace("pool: web", "pol: web");
        Files.writeString(file, broken);
        int column = broken.lines().toList().get(1).indexOf("pol: ") + 1;
        awe4lb.says(file + ":2:" + column + ": error unknown-key: /listeners/web/pol: unknown key: did you mean 'pool'?");
        client.goesOn();
        assertEquals("a", client(web.address()).line());

        Files.writeString(file, servingWith(b));
        awe4lb.serves(2);
        assertEquals("b", client(web.address()).line());
        assertEquals(1, awe4lb.err().count("a configuration is refused"), "times that it is said");
    }

    @Test
    void aHalfWrittenFileChangesNothingAndIsTakenWhenItIsComplete() throws Exception {
        Awe4lb awe4lb = serving(file);
        String text = servingWith(b);
        int half = text.indexOf("backends: [") + 12;
        Files.writeString(file, text.substring(0, half));
        awe4lb.says("a configuration is refused");
        assertEquals("a", client(web.address()).line());

        Files.writeString(file, text.substring(half), StandardOpenOption.APPEND);
        awe4lb.serves(2);
        assertEquals("b", client(web.address()).line());
    }

    @Test
    void aFileThatAnEditorRenamesIntoItsPlaceIsTaken() throws Exception {
        Awe4lb awe4lb = serving(file);
        Files.move(file, directory.resolve("awe4lb.yaml~"));
        Files.writeString(directory.resolve(".awe4lb.yaml.swp"), servingWith(b));
        Files.move(directory.resolve(".awe4lb.yaml.swp"), file);
        awe4lb.serves(2);
        assertEquals("b", client(web.address()).line());
    }

    @Test
    void aLinkThatKubernetesSwapsIsFollowed() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        mountVersion(mount, "..2026_11_25", servingWith(a));
        Path mounted = Files.createSymbolicLink(mount.resolve("awe4lb.yaml"), Path.of("..data", "awe4lb.yaml"));
        Awe4lb awe4lb = serving(mounted);
        Chatter client = chatter(web.address());

        mountVersion(mount, "..2026_11_26", servingWith(b));
        Files.delete(mount.resolve("..2026_11_25/awe4lb.yaml"));
        Files.delete(mount.resolve("..2026_11_25"));
        awe4lb.serves(2);
        assertEquals("b", client(web.address()).line());
        client.goesOn();
    }

    @Test
    void aFileThatIsGoneChangesNothingAndIsTakenWhenItComesBack() throws Exception {
        Awe4lb awe4lb = serving(file);
        Chatter client = chatter(web.address());
        Files.delete(file);
        awe4lb.says(file + ": error unreadable: does not exist");
        client.goesOn();
        assertEquals("a", client(web.address()).line());

        Files.writeString(file, servingWith(b));
        awe4lb.serves(2);
        awe4lb.says(file + " can be read again");
        assertEquals("b", client(web.address()).line());
        assertEquals(1, awe4lb.err().count("a configuration is refused"), "times that it is said");
    }

    @Test
    void aPartOfADirectoryComesChangesAndGoes() throws Exception {
        Awe4lb awe4lb = serving(directory);
        Place other = Place.free();
        Path part = file("conf.d/other.yaml", """
                listeners: {other: {bind: "%s", pool: other, onRemove: close}}
                pools: {other: {backends: ["%s"], onRemove: close}}
                """.formatted(other, a));
        awe4lb.serves(2);
        assertEquals("a", client(other.address()).line());

        Files.writeString(part, Files.readString(part).replace(a.toString(), b.toString()));
        awe4lb.serves(3);
        assertEquals("b", client(other.address()).line());

        Files.delete(part);
        awe4lb.serves(4);
        assertTrue(other.isRefused());
        assertEquals("a", client(web.address()).line());
    }

    @Test
    void whatCanOnlyChangeWithARestartIsRefusedAndSaysSo() throws Exception {
        Awe4lb awe4lb = serving(file);
        replace(servingWith(b) + "loops: 7\n");
        awe4lb.signal("HUP");
        awe4lb.says("/loops: the number of event loops");
        awe4lb.says("restart to have 7");
        assertEquals("a", client(web.address()).line());
    }

    @Test
    void aPortInUseRefusesTheChangeAsAWhole() throws Exception {
        Awe4lb awe4lb = serving(file);
        Chatter client = chatter(web.address());
        Place free = Place.free();
        Listening taken = listening();
        replace("""
                listeners:
                  web: {bind: "%s", pool: web}
                  free: {bind: "%s", pool: web}
                  taken: {bind: "%s", pool: web}
                pools:
                  web: {backends: ["%s"]}
                """.formatted(web, free, taken, b));
        awe4lb.signal("HUP");
        awe4lb.says("/listeners/taken/bind: listener taken: cannot bind " + taken + ": Address already in use");
        assertTrue(free.isRefused());
        assertEquals("a", client(web.address()).line());
        client.goesOn();

        taken.close();
        awe4lb.signal("HUP");
        awe4lb.serves(2);
        assertEquals("b", client(free.address()).line());
        assertEquals("b", client(web.address()).line());
    }

    private Awe4lb serving(Path configuration) throws Exception {
        return started("run", "-c", configuration.toString()).ready();
    }

    private String servingWith(NamedBackend backend) {
        return """
                listeners:
                  web: {bind: "%s", pool: web}
                pools:
                  web: {backends: ["%s"]}
                """.formatted(web, backend);
    }

    /** At one moment: there is nothing half-written for the watch to wait for. */
    private void replace(String text) throws IOException {
        Files.move(file("new.yaml", text), file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What a kubelet does: a new directory, and one link that leads to it from one moment to the next. */
    private static void mountVersion(Path mount, String version, String text) throws IOException {
        Files.writeString(Files.createDirectory(mount.resolve(version)).resolve("awe4lb.yaml"), text);
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }
}
