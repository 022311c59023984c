package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionConfigTest {

    private static String text(String keys) {
        return "listeners: {a: {bind: ':80', pool: web, %s}}\npools: {web: {backends: ['a:1']}}".formatted(keys);
    }

    private static List<String> rules(String keys) {
        return Reading.valid(text(keys)).listeners().get("a").admission().access().stream().map(AccessRule::toString).toList();
    }

    @Test
    void leftOutEverybodyMayComeIn() {
        assertEquals(AdmissionConfig.OPEN, Reading.valid(text("halfClose: true")).listeners().get("a").admission());
    }

    @Test
    void rulesAreReadInTheirOrder() {
        assertEquals(List.of("allow 10.0.0.0/8", "deny 192.0.2.1/32", "allow @lists/friends.txt", "deny fd00::/8", "deny all"),
                rules("access: [allow 10.0.0.0/8, deny 192.0.2.1, '  allow   @lists/friends.txt', 'deny fd00::/8', deny all]"));
        assertEquals(List.of("deny 10.0.0.0/8"), rules("access: deny 10.0.0.0/8"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "permit all|expected allow or deny with a network, @ and a file of networks, or all, for example \"deny 10.0.0.0/8\", found 'permit all'",
        "deny|expected allow or deny with a network, @ and a file of networks, or all, for example \"deny 10.0.0.0/8\", found 'deny'",
        "deny 10.0.0.1/8|'10.0.0.1/8' has bits beyond the first 8: write 10.0.0.0/8",
        "deny example.com|'example.com' is neither an IP address nor a network: write for example 10.0.0.9, 10.0.0.0/8 or fd00::/8",
        "deny any|nobody is called 'any' here: write a network, @ and a file of networks, or all, for example \"deny 10.0.0.0/8\"",
        "deny @|there is no file after '@': write for example \"deny @blocked.txt\""}, delimiter = '|')
    void whatIsNoRuleIsRefusedWithWhatIs(String rule, String message) {
        assertEquals(List.of(message), Reading.read(text("access: ['" + rule + "']")).findings().stream().map(Finding::message).toList());
    }

    @Test
    void aListIsLookedAtAsFarAsItIsNotTooLong(@TempDir Path directory) throws Exception {
        Path list = Files.writeString(directory.resolve("list.txt"), "10.0.0.0/8\n10.0.0.1/8\n");
        assertEquals("the list cannot be used now: " + list + ", line 2: '10.0.0.1/8' has bits beyond the first 8: write 10.0.0.0/8",
                Reading.read(text("access: ['deny @" + list + "']")).findings().getFirst().message());
        Files.writeString(list, "10.0.0.0/8\n".repeat(100_000) + "nobody\n");
        assertEquals(List.of(), Reading.findings(text("access: ['deny @" + list + "']")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"access: [deny all, allow 10.0.0.0/8]", "access: [deny 10.0.0.0/8, allow 10.0.0.0/8]", "access: [allow 10.0.0.0/8]",
                "access: [deny 10.0.0.0/8, allow 10.1.2.0/24]", "access: ['deny fd00::/8', 'allow fd12:3::4']"})
    void rulesThatDecideNothingAreWarnedOf(String access) {
        assertEquals(List.of("no-effect"), Reading.codes(text(access)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"access: [allow 10.0.0.0/8, deny all]", "access: [deny 10.0.0.0/8]", "access: [deny 10.1.0.0/16, allow all]",
        "access: [deny 10.1.2.0/24, allow 10.0.0.0/8]", "access: ['deny ::/0', 'allow 10.0.0.1']"})
    void rulesThatDecideAreNot(String access) {
        assertEquals(List.of(), Reading.findings(text(access)));
    }
}
