package io.awe4lb.kernel.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.AccessRule;
import io.awe4lb.kernel.config.AdmissionConfig;
import io.awe4lb.kernel.config.LimitsConfig;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {

    private static final AccessRule ALLOW_ALL = new AccessRule(true, new AccessRule.All());
    private static final AccessRule DENY_ALL = new AccessRule(false, new AccessRule.All());

    @TempDir
    Path directory;

    private Path file;
    /** So that each writing has another time, however coarse those of the file system are. */
    private long written;

    @BeforeEach
    void list() throws IOException {
        file = directory.resolve("blocked.txt");
        writes("10.1.0.0/16\n");
    }

    private void writes(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + 1_000 * ++written));
    }

    private Admission admission(AccessRule... rules) throws IOException {
        return Admission.of(new AdmissionConfig(List.of(rules), LimitsConfig.NONE), 0);
    }

    private AccessRule deniesListed() {
        return new AccessRule(false, new AccessRule.Listed(file));
    }

    private static Client client(String address) {
        return Client.of(InetAddress.ofLiteral(address), 1);
    }

    private static void comesIn(Admission admission, String address) {
        assertNull(admission.admit(client(address), 0).refusal());
    }

    private static void isDenied(Admission admission, String address) {
        assertEquals(EndReason.DENIED, admission.admit(client(address), 0).refusal());
    }

    @Test
    void withoutRulesEverybodyComesIn() throws Exception {
        comesIn(admission(), "192.0.2.1");
        assertNull(admission().admit(Client.local(), 0).refusal());
    }

    @Test
    void theFirstRuleDecides() throws Exception {
        Admission admission = admission(new AccessRule(true, new AccessRule.In(Networks.of("10.1.2.0/24"))), deniesListed(), ALLOW_ALL,
                DENY_ALL);
        comesIn(admission, "10.1.2.3");
        isDenied(admission, "10.1.3.3");
        comesIn(admission, "192.0.2.1");
        assertEquals(Optional.of(2), admission.access().rule(client("10.1.3.3")));
        assertEquals(Optional.of(3), admission.access().rule(client("192.0.2.1")));
    }

    @Test
    void whoeverIsMeantByNoRuleComesIn() throws Exception {
        Admission admission = admission(deniesListed());
        comesIn(admission, "192.0.2.1");
        assertEquals(Optional.empty(), admission.access().rule(client("192.0.2.1")));
    }

    @Test
    void aClientOfAUnixSocketIsMeantByRulesForAllAlone() throws Exception {
        assertNull(admission(new AccessRule(false, new AccessRule.In(Networks.of("0.0.0.0/0"))),
                new AccessRule(false, new AccessRule.In(Networks.of("::/0")))).admit(Client.local(), 0).refusal());
        assertEquals(EndReason.DENIED, admission(DENY_ALL).admit(Client.local(), 0).refusal());
    }

    @Test
    void aFileThatWasChangedHoldsAfterTwoLooksAtTheSame() throws Exception {
        Admission admission = admission(deniesListed());
        assertFalse(admission.reread());
        writes("10.2.0.0/16 # others\n\n; nobody else\nfd00::/8");
        assertFalse(admission.reread(), "it may still be being written");
        isDenied(admission, "10.1.0.1");
        assertTrue(admission.reread());
        comesIn(admission, "10.1.0.1");
        isDenied(admission, "10.2.0.1");
        isDenied(admission, "fd00::1");
        assertFalse(admission.reread(), "nothing is new");
        assertEquals(file + " has 2 networks", admission.access().lists());
    }

    @Test
    void aFileThatIsNotAListChangesNothingUntilItIsOne() throws Exception {
        Admission admission = admission(deniesListed());
        writes("10.2.0.0/16\n10.3.0.1/16\n");
        assertFalse(admission.reread());
        for (int look = 0; look < 2; look++) {
            String message = assertThrows(IOException.class, admission::reread).getMessage();
            assertEquals(file + ", line 2: '10.3.0.1/16' has bits beyond the first 16: write 10.3.0.0/16", message);
            isDenied(admission, "10.1.0.1");
        }
        writes("10.2.0.0/16\n10.3.0.0/16\n");
        assertThrows(IOException.class, admission::reread, "nobody knows yet that it is better");
        assertTrue(admission.reread());
        isDenied(admission, "10.3.0.1");
    }

    @Test
    void aFileThatIsAsItWasBeforeItCouldNotBeUsedIsUsedOn() throws Exception {
        Admission admission = admission(deniesListed());
        Path kept = Files.move(file, directory.resolve("kept.txt"));
        assertFalse(admission.reread());
        assertThrows(IOException.class, admission::reread);
        Files.move(kept, file);
        assertThrows(IOException.class, admission::reread);
        assertFalse(admission.reread());
        isDenied(admission, "10.1.0.1");
    }

    @Test
    void aListMayBeginWithAByteOrderMark() throws Exception {
        writes("\uFEFF10.2.0.0/16\r\n");
        isDenied(admission(deniesListed()), "10.2.0.1");
    }

    @Test
    void aDirectoryIsNoList() {
        var rule = new AccessRule(false, new AccessRule.Listed(directory));
        assertEquals(directory + " is not a regular file", assertThrows(IOException.class, () -> admission(rule)).getMessage());
    }

    @Test
    void aFileThatIsGoneChangesNothingAndIsAskedFor() throws Exception {
        Admission admission = admission(deniesListed());
        Files.delete(file);
        assertFalse(admission.reread());
        assertEquals(file + " does not exist", assertThrows(IOException.class, admission::reread).getMessage());
        isDenied(admission, "10.1.0.1");
    }

    @Test
    void aFileThatCannotBeReadIsSaidWhenTheRulesAreMade() {
        var rule = new AccessRule(false, new AccessRule.Listed(directory.resolve("none.txt")));
        assertTrue(assertThrows(IOException.class, () -> admission(rule)).getMessage().endsWith("none.txt does not exist"));
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws Exception {
        Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertEquals(file + " is not UTF-8 text", assertThrows(IOException.class, () -> admission(deniesListed())).getMessage());
    }
}
