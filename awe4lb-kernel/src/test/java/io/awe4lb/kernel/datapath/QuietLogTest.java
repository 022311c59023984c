package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Strategy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A connection is no news, however it ends: the log is the same for ten of them and for a million. */
class QuietLogTest extends OnEachTransport {

    private static final int MANY = 60;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
        }
    };

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();

    @BeforeEach
    void begin() {
        appender.start();
        root.setLevel(Level.INFO);
        root.addAppender(appender);
    }

    @AfterEach
    void end() {
        root.detachAppender(appender);
        root.setLevel(before);
    }

    /** Somebody comes, and is closed or reset at once. */
    private static void isClosed(Balanced balanced) {
        try (Peer client = balanced.client()) {
            assertEquals(-1, client.input().read());
        } catch (IOException reset) {
            assertTrue(reset.getMessage().contains("reset"), reset.toString());
        }
    }

    @Test
    void connectionsThatEndInOrderOrByAResetLeaveNoLine() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).on(transport)) {
            lines.clear();
            for (int i = 0; i < MANY; i++) {
                try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                    client.sends("question");
                    backend.receives("question");
                    if (i % 2 == 0) {
                        client.resets();
                    }
                }
            }
            balanced.ended(EndReason.CLIENT_RESET, MANY / 2);
            assertEquals(List.of(), lines);
        }
    }

    @Test
    void connectionsThatFindNoBackendLeaveALineForEachChangeOfHealthAndNoMore() throws Exception {
        try (var balanced = Balanced.over(Listening.refusing()).ejection(Duration.ofHours(1)).on(transport)) {
            lines.clear();
            for (int i = 0; i < MANY; i++) {
                isClosed(balanced);
            }
            Eventually.is((long) MANY, () -> balanced.stats().closed().values().stream().mapToLong(Long::longValue).sum(), () -> "closed");
            assertTrue(lines.size() <= 1, lines::toString);
        }
    }

    @Test
    void aPluginThatFailsWithEveryConnectionIsToldOnce() throws Exception {
        Strategy broken = (_, _) -> {
            throw new IllegalStateException("broken");
        };
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).strategy(broken).on(transport)) {
            lines.clear();
            for (int i = 0; i < MANY; i++) {
                isClosed(balanced);
            }
            balanced.ended(EndReason.INTERNAL_ERROR, MANY);
            assertTrue(lines.size() <= 2, lines::toString); // ten seconds may have passed since another test's
            var told =
                    balanced.balancer().events().latest(MANY).stream().filter(event -> event.type() == EventType.INTERNAL_ERROR).toList();
            assertEquals(lines.size(), told.size(), () -> lines + " and " + told);
        }
    }
}
