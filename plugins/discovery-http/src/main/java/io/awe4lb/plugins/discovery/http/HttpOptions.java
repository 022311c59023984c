package io.awe4lb.plugins.discovery.http;

import io.awe4lb.plugins.http.Endpoint;
import io.awe4lb.plugins.http.Headers;
import io.awe4lb.plugins.http.Request;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** What both types have in common: where they ask and what they say there. */
final class HttpOptions {

    static final Option<String> URL =
            Option.required("url", new OptionType.TextType(), "What is asked with GET: `http://…` or `https://…`.");

    private HttpOptions() {}

    static List<Option<?>> with(List<? extends Option<?>> own) {
        var all = new ArrayList<Option<?>>(own);
        all.add(URL);
        all.addAll(Headers.OPTIONS);
        all.add(Tls.OPTION);
        return all;
    }

    /** @throws IllegalArgumentException with a sentence, if they do not fit together */
    static HttpDiscovery discovery(Options options, HttpDiscovery.Reading reading) {
        URI uri = uri(options.get(URL));
        Endpoint endpoint = Endpoint.of(URL.name(), "%s://%s".formatted(uri.getScheme(), uri.getRawAuthority()));
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        Request request = Request.get(target).with(Headers.of(options));
        return new HttpDiscovery(Server.at(endpoint, Tls.of(options, endpoint)), request, reading);
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url);
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (isHttp && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException _) { // told below
        }
        throw new IllegalArgumentException(
                "url: this is not where HTTP is spoken: write http://HOST/PATH or https://HOST/PATH, a password under basic");
    }
}
