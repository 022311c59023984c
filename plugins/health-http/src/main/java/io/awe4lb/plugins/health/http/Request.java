package io.awe4lb.plugins.health.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The request as it is written (RFC 9112, section 3), except for the host. */
final class Request {

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    /** Nothing that ends a line, or that a server could understand otherwise than a reader of the configuration. */
    private static final Pattern TARGET = Pattern.compile("[/*][\\x21-\\x7e]*");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\x80-\\xff\\t]*");

    private final String method;
    private final String path;
    private final Map<String, String> headers;

    private Request(String method, String path, Map<String, String> headers) {
        this.method = method;
        this.path = path;
        this.headers = headers;
    }

    /** @throws IllegalArgumentException with a sentence */
    static Request of(String method, String path, Map<String, String> headers) {
        require(TOKEN, method, "'method: %s' is not the name of a method, like GET, HEAD or POST");
        require(TARGET, path, "'path: %s' has to begin with / and to have neither spaces nor characters beyond ASCII: write those as %%NN");
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("User-Agent", "awe4lb");
        all.put("Accept", "*/*");
        all.put("Connection", "close");
        headers.forEach((name, value) -> {
            require(TOKEN, name, "'headers: %s' is not the name of a header");
            require(VALUE, value, "a value in 'headers' has characters that no header may have: %s");
            refuseFraming(name);
            all.put(name, value);
        });
        return new Request(method, path, all);
    }

    private static void require(Pattern allowed, String text, String sentence) {
        if (!allowed.matcher(text).matches()) {
            throw new IllegalArgumentException(sentence.formatted(text));
        }
    }

    /** The request has no body, and its connection ends with it. */
    private static void refuseFraming(String name) {
        if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding") || name.equalsIgnoreCase("Connection")) {
            throw new IllegalArgumentException("'headers' may not have '" + name + "': awe4lb sets it");
        }
    }

    boolean isAnsweredWithBody() {
        return !method.equals("HEAD");
    }

    /** @param usualPort of the protocol, which is left out in the header */
    byte[] to(SocketAddress address, int usualPort) {
        var text = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        if (!headers.containsKey("Host")) {
            text.append("Host: ").append(host(address, usualPort)).append("\r\n");
        }
        headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    private static String host(SocketAddress address, int usualPort) {
        if (!(address instanceof InetSocketAddress inet)) {
            return "localhost";
        }
        String host = inet.getHostString();
        String written = inet.getAddress() instanceof Inet6Address && host.contains(":") ? "[" + host.replaceFirst("%.*", "") + "]" : host;
        return inet.getPort() == usualPort ? written : written + ":" + inet.getPort();
    }
}
