package io.awe4lb.plugins.accesslog;

import io.awe4lb.spi.AccessLogFormat;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.ConnectionRecord.Event;
import io.awe4lb.spi.ConnectionRecord.LiveConnections;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.awe4lb.spi.ConnectionRecord.Timings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * The line of HAProxy's {@code option tcplog} (its configuration manual, section 8.2.2):
 *
 * <pre>
 * client_ip:client_port [accept_date] frontend backend/server Tw/Tc/Tt bytes_read tt actconn/feconn/beconn/srv_conn/retries srv_queue/backend_queue
 * </pre>
 *
 * <p>A listener stands where HAProxy has its frontend, a pool where it has its backend, a backend where it has its server. Nobody waits in
 * queues here, so those are 0. A retry is always one with another backend, which HAProxy marks with a plus sign. An interim record looks as with {@code option logasap}.
 */
final class HaproxyTcpLine implements AccessLogFormat {

    private static final String NO_SERVER = "<NOSRV>";

    private final ZoneRules zone;

    HaproxyTcpLine(ZoneId zone) {
        this.zone = zone.getRules();
    }

    @Override
    public void append(ConnectionRecord record, StringBuilder line) {
        client(record.client(), line);
        line.append(" [");
        Instant accepted = record.begin();
        Moment.appendHaproxy(accepted, zone.getOffset(accepted), line);
        line.append("] ");
        word(record.listener(), line);
        line.append(record.protocol() == Protocol.TLS ? "~ " : " ");
        word(record.pool().orElse(record.listener()), line); // as HAProxy does before a backend is chosen
        line.append('/');
        word(record.backend().orElse(NO_SERVER), line);
        line.append(' ');
        String more = record.event() == Event.INTERIM ? "+" : "";
        timings(record.timings(), more, line);
        line.append(' ').append(more).append(record.bytesOut()).append(' ').append(TerminationState.of(record)).append(' ');
        counts(record, line);
        line.append(" 0/0");
    }

    /** IPv6 without brackets, a Unix socket as HAProxy shows it. */
    private static void client(Client client, StringBuilder line) {
        String text = client.toString();
        if (text.equals("unix")) {
            line.append("unix:1");
        } else {
            line.append(text.replace("[", "").replace("]", ""));
        }
    }

    private static void timings(Timings timings, String more, StringBuilder line) {
        millis(timings.queue(), line);
        line.append('/');
        millis(timings.connect(), line);
        line.append('/').append(more).append(timings.total().toMillis());
    }

    /** A phase that was not reached is -1. */
    private static void millis(Optional<Duration> time, StringBuilder line) {
        line.append(time.map(Duration::toMillis).orElse(-1L).longValue());
    }

    private static void counts(ConnectionRecord record, StringBuilder line) {
        LiveConnections live = record.live();
        line.append(live.process()).append('/').append(live.listener()).append('/').append(live.pool()).append('/').append(live.backend())
                .append('/');
        int retries = Math.max(0, record.tried().size() - 1);
        line.append(retries > 0 ? "+" : "").append(retries);
    }

    /** A blank would be another field. */
    private static void word(String name, StringBuilder line) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            line.append(c <= ' ' || c >= 0x7F ? '_' : c);
        }
    }
}
