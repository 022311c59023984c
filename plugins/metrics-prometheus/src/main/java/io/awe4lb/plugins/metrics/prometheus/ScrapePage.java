package io.awe4lb.plugins.metrics.prometheus;

import io.awe4lb.spi.MetricsPage;
import io.awe4lb.spi.MetricsSource;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Loads the library when somebody asks for the first time, and not before: who never asks has nothing of it in memory. Any thread. */
final class ScrapePage implements MetricsPage, AutoCloseable {

    private final MetricsSource source;
    private @Nullable Registry registry;
    private boolean closed;

    ScrapePage(MetricsSource source) {
        this.source = source;
    }

    @Override
    public String contentType(String accept) {
        return Registry.contentType(accept);
    }

    @Override
    public void write(String contentType, OutputStream body) throws IOException {
        Registry read = registry();
        PlatformThread.run(() -> {
            read.write(contentType, body);
            return null;
        });
    }

    private synchronized Registry registry() throws IOException {
        if (closed) {
            throw new IOException("this exporter is not there any more");
        }
        Registry made = registry;
        if (made == null) {
            made = new Registry(source);
            registry = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (registry != null) {
            registry.close();
        }
    }
}
