package io.awe4lb.plugins.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The JDK's client. */
final class TcpTransport implements Transport {

    private final String base;
    private final Tls tls;
    /** Made at the first question, and again after a failure of TLS: its files are read then, and may have been renewed. */
    private volatile @Nullable HttpClient own;

    TcpTransport(String base, Tls tls) {
        this.base = base;
        this.tls = tls;
    }

    /** One for all that need no other: it has a thread and connections. */
    private static final class Shared {
        static final HttpClient CLIENT = builder().build();
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
    }

    @Override
    public Response send(Request request) throws IOException, InterruptedException {
        HttpRequest.Builder written = HttpRequest.newBuilder(URI.create(base + request.target()))
                .method(request.method(), request.body().map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()))
                .header("User-Agent", "awe4lb");
        request.headers().forEach(written::header);
        try {
            HttpResponse<InputStream> response = client().send(written.build(), BodyHandlers.ofInputStream());
            return new Response(response.statusCode(), headers(response), response.body(), response.body());
        } catch (SSLException failure) {
            close();
            throw failure;
        }
    }

    private static Map<String, String> headers(HttpResponse<?> response) {
        var first = new LinkedHashMap<String, String>();
        response.headers().map().forEach((name, values) -> first.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return first;
    }

    private HttpClient client() throws IOException {
        if (tls.isDefault()) {
            return Shared.CLIENT;
        }
        HttpClient client = own;
        if (client == null) {
            client = builder().sslContext(tls.context()).build();
            own = client;
        }
        return client;
    }

    @Override
    public void close() {
        HttpClient client = own;
        if (client != null) {
            client.shutdownNow();
            own = null;
        }
    }
}
