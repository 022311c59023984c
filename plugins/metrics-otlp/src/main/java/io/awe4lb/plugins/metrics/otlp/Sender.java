package io.awe4lb.plugins.metrics.otlp;

import io.awe4lb.spi.ExportLog;
import io.awe4lb.spi.MetricsSource;
import io.micrometer.core.ipc.http.HttpSender;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;

/**
 * Sends what the library has to send, and everything of awe4lb after it. Called by the library's thread once an interval. What fails is told
 * and not tried again: the next sending has the same counters.
 */
final class Sender implements OtlpMetricsSender {

    private static final int LONGEST_ANSWER = 200;

    private final Target target;
    private final MetricsSource source;
    private final ExportLog log;

    Sender(Target target, MetricsSource source, ExportLog log) {
        this.target = target;
        this.source = source;
        this.log = log;
    }

    @Override
    public void send(Request library) {
        try {
            HttpSender http = new HttpUrlConnectionSender(target.timeout(), target.timeout());
            post(http, library.getMetricsData());
            Iterator<byte[]> own = new Messages(source.read(), target.resource()).iterator();
            while (own.hasNext()) {
                post(http, own.next());
            }
            log.sent();
        } catch (Refused refused) {
            log.failed(refused.getMessage());
        } catch (Throwable failure) { // of the system, or a bug of the library: whatever it is, the next sending may succeed
            log.failed("%s: %s: is a collector there?".formatted(target.url(), failure.getMessage()));
        }
    }

    private void post(HttpSender http, byte[] message) throws Throwable {
        HttpSender.Request.Builder request = http.post(target.url()).withContent("application/x-protobuf", message);
        for (Map.Entry<String, String> header : target.openHeaders().entrySet()) {
            request.withHeader(header.getKey(), header.getValue());
        }
        HttpSender.Response response = request.send();
        if (!response.isSuccessful()) {
            String body = response.body().strip();
            String said = body.length() > LONGEST_ANSWER ? body.substring(0, LONGEST_ANSWER) + "…" : body;
            throw new Refused("%s answers %d%s".formatted(target.url(), response.code(), said.isEmpty() ? "" : ": " + oneLine(said)));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** The collector is there and does not want it. */
    private static final class Refused extends IOException {

        private static final long serialVersionUID = 1;

        Refused(String sentence) {
            super(sentence);
        }
    }
}
