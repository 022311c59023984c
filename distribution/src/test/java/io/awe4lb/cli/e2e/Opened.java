package io.awe4lb.cli.e2e;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a test opened: closed after it, the last first. What processes said is shown if the test failed. */
final class Opened implements AfterEachCallback {

    private final Deque<AutoCloseable> things = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T thing) {
        things.push(thing);
        return thing;
    }

    @Override
    public synchronized void afterEach(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent()) {
            things.stream().filter(Awe4lb.class::isInstance).forEach(System.err::println);
        }
        for (AutoCloseable thing : things) {
            thing.close();
        }
    }
}
