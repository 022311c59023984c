package io.awe4lb.plugins.accesslog;

import io.awe4lb.plugins.accesslog.JsonObject.Name;
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

    private static final Name TIME = Name.of("time");
    private static final Name ID = Name.of("id");
    private static final Name EVENT = Name.of("event");
    private static final Name LISTENER = Name.of("listener");
    private static final Name PROTOCOL = Name.of("protocol");
    private static final Name SOURCE = Name.of("source");
    private static final Name CLIENT = Name.of("client");
    private static final Name POOL = Name.of("pool");
    private static final Name BACKEND = Name.of("backend");
    private static final Name TLS = Name.of("tls");
    private static final Name VERSION = Name.of("version");
    private static final Name CIPHER = Name.of("cipher");
    private static final Name SNI = Name.of("sni");
    private static final Name ALPN = Name.of("alpn");
    private static final Name CLIENT_SUBJECT = Name.of("clientSubject");
    private static final Name UNIQUE_ID = Name.of("uniqueId");
    private static final Name MS = Name.of("ms");
    private static final Name QUEUE = Name.of("queue");
    private static final Name CONNECT = Name.of("connect");
    private static final Name FIRST_BYTE = Name.of("firstByte");
    private static final Name TOTAL = Name.of("total");
    private static final Name BYTES = Name.of("bytes");
    private static final Name IN = Name.of("in");
    private static final Name OUT = Name.of("out");
    private static final Name DATAGRAMS = Name.of("datagrams");
    private static final Name TRIED = Name.of("tried");
    private static final Name END = Name.of("end");
    private static final Name REASON = Name.of("reason");
    private static final Name SIDE = Name.of("side");

    @Override
    public void append(ConnectionRecord record, StringBuilder line) {
        var json = new JsonObject(line);
        json.begin();
        json.time(TIME, record.time());
        json.number(ID, record.id());
        json.word(EVENT, record.event().word());
        json.text(LISTENER, record.listener());
        json.word(PROTOCOL, record.protocol().word());
        String source = record.source().toString();
        json.word(SOURCE, source);
        json.word(CLIENT, record.client() == record.source() ? source : record.client().toString());
        record.pool().ifPresent(pool -> json.text(POOL, pool));
        record.backend().ifPresent(backend -> json.text(BACKEND, backend));
        record.tls().ifPresent(tls -> tls(json, tls));
        record.uniqueId().ifPresent(id -> json.text(UNIQUE_ID, id));
        ms(json, record.timings());
        json.begin(BYTES).number(IN, record.bytesIn()).number(OUT, record.bytesOut()).end();
        record.udp().ifPresent(udp -> datagrams(json, udp));
        tried(json, record.tried());
        record.end().ifPresent(end -> json.begin(END).word(REASON, end.reason().word()).word(SIDE, end.side().word()).end());
        json.end();
    }

    private static void tls(JsonObject json, Tls tls) {
        json.begin(TLS);
        tls.version().ifPresent(version -> json.text(VERSION, version));
        tls.cipher().ifPresent(cipher -> json.text(CIPHER, cipher));
        tls.sni().ifPresent(sni -> json.text(SNI, sni));
        tls.alpn().ifPresent(alpn -> json.text(ALPN, alpn));
        tls.clientSubject().ifPresent(subject -> json.text(CLIENT_SUBJECT, subject));
        json.end();
    }

    private static void ms(JsonObject json, Timings timings) {
        json.begin(MS);
        timings.queue().ifPresent(time -> json.millis(QUEUE, time));
        timings.tls().ifPresent(time -> json.millis(TLS, time));
        timings.connect().ifPresent(time -> json.millis(CONNECT, time));
        timings.firstByte().ifPresent(time -> json.millis(FIRST_BYTE, time));
        json.millis(TOTAL, timings.total()).end();
    }

    private static void datagrams(JsonObject json, Udp udp) {
        json.begin(DATAGRAMS).number(IN, udp.in()).number(OUT, udp.out()).end();
    }

    private static void tried(JsonObject json, List<String> tried) {
        json.texts(TRIED, tried);
    }
}
