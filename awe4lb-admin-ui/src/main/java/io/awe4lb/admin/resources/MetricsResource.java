package io.awe4lb.admin.resources;

import io.awe4lb.admin.http.Problem;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.http.Route;
import io.awe4lb.admin.http.Route.Access;
import io.awe4lb.kernel.runtime.MetricsDocument;
import io.awe4lb.spi.MetricsPage;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** {@code /metrics}: the document of an exporter, as it writes it. Of many backends it is some megabytes, or a twentieth of that as gzip. */
final class MetricsResource {

    /** Source: RFC 9110, section 12.5.3. */
    private static final Pattern TAKES_GZIP = Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))", Pattern.CASE_INSENSITIVE);
    private static final int PIECE = 16 * 1024;

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
        if (TAKES_GZIP.matcher(header(context, "Accept-Encoding")).find()) {
            context.res().setHeader("Content-Encoding", "gzip");
            try (OutputStream compressed = new GZIPOutputStream(context.res().getOutputStream(), PIECE)) {
                shown.write(type, compressed);
            }
        } else {
            shown.write(type, context.res().getOutputStream());
        }
    }

    private Problem missing() {
        return document.missing().isEmpty()
                ? ProblemCode.NOT_FOUND.problem("no exporter has a page of metrics: 'awe4lb plugins' says whether there is one of type "
                        + "prometheus, and metrics.exporters whether it is wanted")
                : ProblemCode.NOT_FOUND.problem("an exporter is missing, and tried again every few seconds: "
                        + String.join("; ", document.missing()));
    }

    private static String header(Context context, String name) {
        return String.join(",", Collections.list(context.req().getHeaders(name)));
    }
}
