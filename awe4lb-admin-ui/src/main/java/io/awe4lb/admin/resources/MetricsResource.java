package io.awe4lb.admin.resources;

import io.awe4lb.admin.http.Problem;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.runtime.MetricsDocument;
import io.awe4lb.spi.MetricsPage;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** {@code /metrics}: the document of an exporter, as it writes it. Of many backends it is some megabytes, or a twentieth of that as gzip. */
final class MetricsResource {

    private final MetricsDocument document;

    MetricsResource(MetricsDocument document) {
        this.document = document;
    }

    List<Route> routes() {
        return List.of(Route.get("/metrics", Access.SCRAPER, this::show));
    }

    private void show(Context context) throws IOException {
        MetricsPage shown = document.page().orElseThrow(() -> missing().exception());
        String type = shown.contentType(header(context, "Accept"));
        context.res().setCharacterEncoding(null);
        context.res().setContentType(type);
        context.res().setHeader("Vary", "Accept, Accept-Encoding");
        if (MetricsPage.takesGzip(header(context, "Accept-Encoding"))) {
            context.res().setHeader("Content-Encoding", "gzip");
            shown.writeGzip(type, context.res().getOutputStream());
        } else {
            shown.write(type, context.res().getOutputStream());
        }
    }

    private Problem missing() {
        return ProblemCode.NOT_FOUND.problem(document.missing().isEmpty()
                ? "no exporter has a page of metrics: 'awe4lb plugins' says whether there is one of type prometheus, "
                        + "and metrics.exporters whether it is wanted"
                : "an exporter is missing, and tried again every few seconds: " + String.join("; ", document.missing()));
    }

    private static String header(Context context, String name) {
        return String.join(",", Collections.list(context.req().getHeaders(name)));
    }
}
