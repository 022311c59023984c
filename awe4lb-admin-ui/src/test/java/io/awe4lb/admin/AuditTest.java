package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who reads the log knows who changed what. */
class AuditTest {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    };

    private final Logger logger = (Logger) LoggerFactory.getLogger("awe4lb");

    @BeforeEach
    void begin() {
        appender.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    @AfterEach
    void end() {
        logger.detachAppender(appender);
        logger.setLevel(null); // as above it
    }

    private List<String> lines(String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    private void sees(String line) {
        Eventually.is(List.of(line), () -> lines(line), "a line of the log: " + lines);
    }

    @Test
    void aDryRunIsNoChangeAndACommentSaysWhy() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client admin = managed.admin();
            admin.put("/api/v1/pools/web/backends/127.0.0.1%3A5?comment=third%0Aone&dryRun=true", "{}", "If-None-Match", "*").is(200);
            sees("INFO PUT /api/v1/pools/web/backends/127.0.0.1:5 by ann from 127.0.0.1: 200, dry run, comment: third?one");
            admin.put("/api/v1/pools/web/backends/127.0.0.1:5", "{}", "If-None-Match", "*").is(201);
            sees("INFO PUT /api/v1/pools/web/backends/127.0.0.1:5 by ann from 127.0.0.1: 201");
        }
    }

    @Test
    void questionsLeaveNoLine() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.admin().post("/api/v1/config/validate", "{}").is(200);
            managed.admin().post("/api/v1/config/diff", "{\"admin\": {\"bind\": \"127.0.0.1:0\"}}").is(200);
            managed.admin().get("/api/v1/info").is(200);
            managed.admin().post("/api/v1/pools", "{}").isProblem(405, "method-not-allowed");
            sees("INFO POST /api/v1/pools by - from 127.0.0.1: 405");
            assertEquals(List.of(), lines("/api/v1/config"));
        }
    }

    @Test
    void aGuessedTokenIsSeenOnceAMinute() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.client("guess").get("/api/v1/info").isProblem(401, "wrong-token");
            managed.client("another").get("/api/v1/info").isProblem(401, "wrong-token");
            List<String> told = lines("WARN admin server: a wrong token from 127.0.0.1");
            assertTrue(told.size() == 1 || told.size() == 2, told::toString); // a minute may have ended between them
            assertFalse(lines.toString().contains("guess"), lines::toString);
        }
    }
}
