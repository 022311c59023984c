package io.awe4lb.kernel.metrics;

import io.awe4lb.spi.ExportLog;
import io.awe4lb.spi.MetricsExporter;
import io.awe4lb.spi.MetricsExporterProvider;
import io.awe4lb.spi.MetricsPage;
import io.awe4lb.spi.MetricsSource;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes exporters that write down what is done to them. */
final class Exporters implements MetricsExporterProvider {

    private static final Option<String> NAME = Option.text("name", "", "What it is called.");

    private final String type;
    private final List<String> done = new CopyOnWriteArrayList<>();
    volatile boolean busy;
    volatile ExportLog log;

    Exporters(String type) {
        this.type = type;
    }

    List<String> done() {
        return List.copyOf(done);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String description() {
        return "Writes down what is done to it.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(NAME);
    }

    @Override
    public MetricsExporter create(Options options) {
        String name = options.get(NAME);
        return new MetricsExporter() {
            private boolean touched;

            @Override
            public void open(MetricsSource source, ExportLog told) throws IOException {
                touched = true;
                if (name.equals("bug")) {
                    throw new IllegalStateException("a bug");
                }
                if (busy || name.equals("busy")) {
                    throw new BindException("the address is in use");
                }
                log = told;
                done.add("open " + name);
            }

            @Override
            public void start() {
                done.add("start " + name);
            }

            @Override
            public Optional<MetricsPage> page() {
                return Optional.of(new MetricsPage() {
                    @Override
                    public String contentType(String accept) {
                        return "text/plain";
                    }

                    @Override
                    public void write(String contentType, OutputStream body) {}
                });
            }

            /** One that was only made to see whether its options fit is not worth a word. */
            @Override
            public void close() {
                if (touched) {
                    done.add("close " + name);
                }
            }
        };
    }
}
