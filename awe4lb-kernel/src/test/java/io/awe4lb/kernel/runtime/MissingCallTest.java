package io.awe4lb.kernel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A C library without one of the calls: the Linux transport does not work, and everybody who asks is told why in the same words. */
class MissingCallTest {

    private static final String REFUSED =
            "transport linux does not work here: the C library has no splice; use 'transport: auto' or 'transport: nio'";

    private FreshKernel kernel = new FreshKernel("splice");
    private final Logger log = (Logger) LoggerFactory.getLogger(Transports.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        log.setLevel(Level.INFO);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void leaveTheLog() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    @Test
    void autoTakesNioAndSaysWhatIsMissing() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals("nio", opened("AUTO"));
        }
        assertEquals(List.of("transport nio: because linux does not work here: the C library has no splice"),
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).distinct().toList());
    }

    @Test
    void linuxIsRefusedInTheSameWordsEachTime() {
        for (int i = 0; i < 3; i++) {
            assertEquals(REFUSED, refusal("LINUX"));
        }
    }

    @Test
    void whatTheBackgroundFoundOutFirstIsToldToWhoeverAsksNext() throws Exception {
        method("load").invoke(null);
        assertEquals(REFUSED, refusal("LINUX"));
        assertEquals("nio", opened("AUTO"));
    }

    @Test
    void aCallThatIsMadeLaterIsMissedAtOnce() {
        kernel = new FreshKernel("sendmsg");
        assertEquals(REFUSED.replace("splice", "sendmsg"), refusal("LINUX"));
    }

    private String refusal(String choice) {
        Throwable thrown = assertThrows(InvocationTargetException.class, () -> open(choice)).getCause();
        assertEquals(ChangeException.class.getName(), thrown.getClass().getName());
        return thrown.getMessage();
    }

    private String opened(String choice) throws Exception {
        Object transport = open(choice);
        return (String) transport.getClass().getMethod("name").invoke(transport);
    }

    private Object open(String choice) throws Exception {
        Class<?> choices = kernel.loadClass("io.awe4lb.kernel.config.TransportChoice");
        Object chosen = choices.getMethod("valueOf", String.class).invoke(null, choice);
        return method("open", choices).invoke(null, chosen);
    }

    private Method method(String name, Class<?>... parameters) throws ReflectiveOperationException {
        Method method = kernel.loadClass(Transports.class.getName()).getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }
}
