package io.awe4lb.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the system tells the process. The JDK has only {@code sun.misc.Signal} for it, which javac warns about at every use and without a
 * way to silence it under {@code --release}: so it is used by its name.
 */
final class Signals {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");

    private Signals() {}

    /** From now on a signal calls this, on a thread of its own, and does nothing else. */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object calling = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, (_, _, _) -> {
                action.run();
                return null;
            });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance(name), calling);
        } catch (InvocationTargetException refused) { // not on this system, or the JVM was told to leave it alone
            LOG.debug("signal {} cannot be handled: {}", name, refused.getCause().getMessage());
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("the JDK has no sun.misc.Signal any more", failure);
        }
    }
}
