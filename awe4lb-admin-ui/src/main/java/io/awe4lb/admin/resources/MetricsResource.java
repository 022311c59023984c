package io.awe4lb.admin.resources;

import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.spi.MetricsPage;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /metrics}: the document of an exporter, as it writes it. */
final class MetricsResource {

    private final Supplier<Optional<MetricsPage>> page;

    MetricsResource(Supplier<Optional<MetricsPage>> page) {
        this.page = page;
    }

    List<Route> routes() {
        return List.of(Route.get("/metrics", Access.SCRAPER, this::show));
    }

    /** Written as it is read: of many backends it is some megabytes. */
    private void show(Context context) throws IOException {
        MetricsPage shown = page.get().orElseThrow(() -> ProblemCode.NOT_FOUND
                .problem("no exporter has a page of metrics: 'awe4lb plugins' says whether there is one of type prometheus, "
                        + "and metrics.exporters whether it is wanted")
                .exception());
        String type = shown.contentType(String.join(",", Collections.list(context.req().getHeaders("Accept"))));
        context.res().setCharacterEncoding(null);
        context.res().setContentType(type);
        shown.write(type, context.res().getOutputStream());
    }
}
