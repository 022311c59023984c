package io.awe4lb.plugins.accesslog;

import io.awe4lb.spi.AccessLogFormat;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.ConnectionRecord.Timings;
import io.awe4lb.spi.ConnectionRecord.Tls;
import io.awe4lb.spi.ConnectionRecord.Udp;
import java.util.List;

/**
 * A JSON object, its members in the order of the documentation; a member that has no value is left out. Written by hand: a library would
 * have to be loaded once more inside this plugin, for a dozen members of known names.
 */
final class JsonLine implements AccessLogFormat {

    @Override
    public void append(ConnectionRecord record, StringBuilder line) {
        var json = new JsonObject(line);
        json.begin();
        json.time("time", record.time());
        json.number("id", record.id());
        json.text("event", record.event().word());
        json.text("listener", record.listener());
        json.text("protocol", record.protocol().word());
        String source = record.source().toString();
        json.text("source", source);
        json.text("client", record.client() == record.source() ? source : record.client().toString());
        json.text("pool", record.pool());
        record.backend().ifPresent(backend -> json.text("backend", backend));
        record.tls().ifPresent(tls -> tls(json, tls));
        ms(json, record.timings());
        json.begin("bytes").number("in", record.bytesIn()).number("out", record.bytesOut()).end();
        record.udp().ifPresent(udp -> datagrams(json, udp));
        tried(json, record.tried());
        record.end().ifPresent(end -> json.begin("end").text("reason", end.reason().word()).text("side", end.side().word()).end());
        json.end();
    }

    private static void tls(JsonObject json, Tls tls) {
        json.begin("tls").text("version", tls.version()).text("cipher", tls.cipher());
        tls.sni().ifPresent(sni -> json.text("sni", sni));
        tls.alpn().ifPresent(alpn -> json.text("alpn", alpn));
        json.end();
    }

    private static void ms(JsonObject json, Timings timings) {
        json.begin("ms");
        timings.queue().ifPresent(time -> json.millis("queue", time));
        timings.tls().ifPresent(time -> json.millis("tls", time));
        timings.connect().ifPresent(time -> json.millis("connect", time));
        timings.firstByte().ifPresent(time -> json.millis("firstByte", time));
        json.millis("total", timings.total()).end();
    }

    private static void datagrams(JsonObject json, Udp udp) {
        json.begin("datagrams").number("in", udp.in()).number("out", udp.out()).end();
    }

    private static void tried(JsonObject json, List<String> tried) {
        json.texts("tried", tried);
    }
}
