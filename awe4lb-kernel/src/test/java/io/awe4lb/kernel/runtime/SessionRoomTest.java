package io.awe4lb.kernel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.FakeProviders;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionRoomTest {

    private static BalancerConfig config(String udp) throws Exception {
        String text = """
                listeners:
                  a: {bind: ":53", protocol: udp, pool: p, udp: {%s}}
                  b: {bind: ":54", protocol: udp, pool: p, udp: {maxSessions: 400}}
                  log: {bind: ":514", protocol: udp, pool: p, udp: {maxResponses: 0}}
                  told: {bind: ":515", protocol: udp, pool: p, udp: {maxResponses: 0, maxSessions: 1}, proxyProtocol: {from: 10.0.0.0/8}}
                  web: {bind: ":80", pool: p}
                pools:
                  p: {backends: ["10.0.0.1:53"]}
                """.formatted(udp);
        return assertInstanceOf(ConfigResult.Valid.class, new ConfigReader(FakeProviders.all(), _ -> null).read("test", text)).config();
    }

    @Test
    void sessionsThatFindNoDescriptorAreWarnedOf() throws Exception {
        assertEquals(Optional.empty(), SessionRoom.warning(config("maxSessions: 598"), 1000));
        String sentence = SessionRoom.warning(config("maxSessions: 599"), 1000).orElseThrow();
        assertTrue(sentence.contains("1000 sessions (udp.maxSessions)") && sentence.contains("may open 1000"), sentence);
        assertTrue(SessionRoom.warning(config(""), 20_000).orElseThrow().contains("64401 sessions"), "the default counts, too");
    }
}
