package io.awe4lb.plugins.metrics.prometheus;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.ExportLog;
import io.awe4lb.spi.MetricsExporter;
import io.awe4lb.spi.MetricsPage;
import io.awe4lb.spi.MetricsSource;
import java.io.IOException;
import java.util.Optional;

/** The page of metrics, and the server of its own that answers with it if an address is given. */
final class PrometheusExporter implements MetricsExporter {

    private final Optional<Address.Inet> bind;
    private Optional<ScrapePage> page = Optional.empty();
    private Optional<PageServer> server = Optional.empty();

    PrometheusExporter(Optional<Address.Inet> bind) {
        this.bind = bind;
    }

    @Override
    public void open(MetricsSource source, ExportLog log) throws IOException {
        var opened = new ScrapePage(source);
        page = Optional.of(opened);
        if (bind.isPresent()) {
            server = Optional.of(PageServer.bind(bind.get(), opened));
        }
    }

    @Override
    public void start() {
        server.ifPresent(PageServer::start);
    }

    /** The port of its own server. */
    Optional<Integer> port() {
        return server.map(PageServer::port);
    }

    @Override
    public Optional<MetricsPage> page() {
        return page.map(MetricsPage.class::cast);
    }

    @Override
    public void close() {
        server.ifPresent(PageServer::close);
        page.ifPresent(ScrapePage::close);
    }
}
