package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoEffectCheckTest {

    private static final String NO_EFFECT = "no-effect";
    private static final String LISTENER = "listeners: {a: {%s, pool: p}}\npools: {p: {%s}}\n";
    private static final String FULL = "backends: [{address: '127.0.0.1:1', maxConnections: 3}]";
    private static final String BOUNDLESS = "backends: ['127.0.0.1:1']";
    private static final String QUEUE = "bind: ':80', limits: {onLimit: queue 5s}";

    private static List<Finding> findings(String listener, String pool) {
        return Reading.read(LISTENER.formatted(listener, pool)).findings();
    }

    private static void isWarned(String what, String listener, String pool) {
        List<Finding> findings = findings(listener, pool);
        assertEquals(List.of(NO_EFFECT), findings.stream().map(Finding::code).toList(), findings::toString);
        assertTrue(findings.getFirst().message().contains(what), findings::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {FULL, "discovery: {type: made-up-dns}"})
    void aLineWhereBackendsHaveLimitsOrMayHaveIsFine(String pool) {
        assertEquals(List.of(),
                findings(QUEUE, pool).stream().filter(finding -> finding.code().equals(NO_EFFECT)).toList());
    }

    @Test
    void aLineThatNobodyJoinsIsWarnedOf() {
        isWarned("give them some, or remove 'onLimit'", QUEUE, BOUNDLESS);
    }

    @Test
    void proxiesThatCannotComeAreWarnedOf() {
        isWarned("write 'unix' at 'proxyProtocol.from'", "bind: 'unix:/tmp/a.sock', proxyProtocol: {from: [10.0.0.0/8]}", BOUNDLESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "bind: 'unix:/tmp/a.sock', proxyProtocol: {from: [unix]}",
        "bind: ['unix:/tmp/a.sock', ':80'], proxyProtocol: {from: [10.0.0.0/8]}"})
    void proxiesThatCanComeAreFine(String listener) {
        assertEquals(List.of(), findings(listener, BOUNDLESS));
    }

    @Test
    void headersOfDatagramsToWhoeverGetsNoneAreWarnedOf() {
        isWarned("no listener of UDP uses this pool", "bind: ':80'", BOUNDLESS + ", proxyProtocol: {version: v2, datagrams: every}");
        assertEquals(List.of(), findings("bind: ':80', protocol: udp", BOUNDLESS + ", proxyProtocol: {version: v2, datagrams: every}"));
    }
}
