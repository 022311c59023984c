package io.awe4lb.cli.e2e;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test opened: closed after it, the last first. What was opened before the first test, where all tests of a class have one instance,
 * is closed after the last one. What processes said is shown if a test failed.
 */
final class Opened implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private final Deque<AutoCloseable> things = new ArrayDeque<>();
    private int before;

    synchronized <T extends AutoCloseable> T add(T thing) {
        things.push(thing);
        return thing;
    }

    @Override
    public synchronized void beforeEach(ExtensionContext context) {
        before = things.size();
    }

    @Override
    public synchronized void afterEach(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent()) {
            things.stream().filter(Awe4lb.class::isInstance).forEach(System.err::println);
        }
        close(before);
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) throws Exception {
        close(0);
    }

    private void close(int remaining) throws Exception {
        while (things.size() > remaining) {
            things.pop().close();
        }
    }
}
