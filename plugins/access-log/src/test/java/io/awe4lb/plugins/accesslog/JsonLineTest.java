package io.awe4lb.plugins.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.awe4lb.spi.ConnectionRecord.Event;
import io.awe4lb.spi.ConnectionRecord.Timings;
import io.awe4lb.spi.ConnectionRecord.Tls;
import io.awe4lb.spi.ConnectionRecord.Udp;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonLineTest {

    private static final long SEED = 20_260_301;

    private static String line(Records records) {
        var line = new StringBuilder();
        new JsonLine().append(records.record(), line);
        return line.toString();
    }

    private static JsonNode json(Records records) throws JsonProcessingException {
        return new ObjectMapper().readTree(line(records));
    }

    @Test
    void aUsualConnection() {
        assertEquals("{\"time\":\"2026-03-01T12:15:26.030Z\",\"id\":1025,\"event\":\"end\",\"listener\":\"web\",\"protocol\":\"tcp\","
                + "\"source\":\"127.0.0.1:42340\",\"client\":\"127.0.0.1:42340\",\"pool\":\"pool\",\"backend\":\"b1\","
                + "\"ms\":{\"queue\":0.012,\"connect\":1.234,\"firstByte\":20.000,\"total\":30.007},\"bytes\":{\"in\":517,\"out\":212},"
                + "\"tried\":[\"b1\"],\"end\":{\"reason\":\"normal\",\"side\":\"client\"}}", line(Records.usual()));
    }

    @Test
    void whatHasNoValueIsLeftOut() throws JsonProcessingException {
        var timings = new Timings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);
        assertEquals("{\"total\":0.0}", json(Records.usual().timings(timings)).get("ms").toString());
        JsonNode nobody = json(Records.usual().untried());
        assertTrue(nobody.get("tried").isEmpty());
        assertTrue(nobody.path("backend").isMissingNode());
        assertTrue(json(Records.usual().event(Event.INTERIM)).path("end").isMissingNode());
        assertEquals("interim", json(Records.usual().event(Event.INTERIM)).get("event").textValue());
    }

    @Test
    void everyBackendThatWasTriedIsNamed() throws JsonProcessingException {
        assertEquals("[\"b1\",\"b2\",\"b3\"]", json(Records.usual().tried("b1", "b2", "b3")).get("tried").toString());
    }

    @Test
    void aHandshakeAndDatagramsHaveTheirParts() throws JsonProcessingException {
        var tls = new Tls(Optional.of("TLSv1.3"), Optional.of("TLS_AES_128_GCM_SHA256"), Optional.of("a.example"), Optional.empty());
        JsonNode secure = json(Records.usual().tls(tls));
        assertEquals("tls", secure.get("protocol").textValue());
        assertEquals("{\"version\":\"TLSv1.3\",\"cipher\":\"TLS_AES_128_GCM_SHA256\",\"sni\":\"a.example\"}", secure.get("tls").toString());
        var known = new Tls(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("CN=\"till\" 7"));
        assertEquals("CN=\"till\" 7", json(Records.usual().tls(known)).get("tls").get("clientSubject").textValue());
        var passedOn = new Tls(Optional.empty(), Optional.empty(), Optional.of("a.example"), Optional.of("h2,http/1.1"));
        assertEquals("{\"sni\":\"a.example\",\"alpn\":\"h2,http/1.1\"}", json(Records.usual().tls(passedOn)).get("tls").toString());
        assertEquals("{\"in\":2,\"out\":3}", json(Records.usual().udp(new Udp(2, 3))).get("datagrams").toString());
    }

    @Test
    void anyTextIsReadAsItWas() throws JsonProcessingException {
        var random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            var name = new StringBuilder();
            random.ints(random.nextInt(20), 0, 0x2_0000).filter(c -> c < 0xD800 || c > 0xDFFF).forEach(name::appendCodePoint);
            String text = name + "\"\\/\b\f\n\r\t\u0000\u007f\u2028";
            Records records = Records.usual().listener(text);
            assertEquals(text, json(records).get("listener").textValue(), () -> "seed " + SEED);
            assertTrue(line(records).chars().noneMatch(Character::isISOControl), () -> "seed " + SEED);
        }
    }
}
