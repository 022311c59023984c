package io.awe4lb.plugins.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where HTTP is spoken. */
public sealed interface Endpoint {

    /**
     * Over TCP.
     *
     * @param base scheme, host and port, and what comes before the path of every request, without a slash at its end
     */
    record Tcp(String base) implements Endpoint {

        /** Whether TLS is spoken too. */
        boolean isSecure() {
            return base.startsWith("https:");
        }

        @Override
        public String toString() {
            return base;
        }
    }

    /**
     * On this machine.
     *
     * @param path of the socket
     */
    record Unix(Path path) implements Endpoint {

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * Reads {@code http://HOST:PORT}, {@code https://HOST:PORT}, or {@code unix:/PATH} (also with three slashes, as Docker writes it).
     *
     * @param option what to name in the sentence
     * @param written by the user
     * @return where to ask
     * @throws IllegalArgumentException with a sentence, if it is something else
     */
    static Endpoint of(String option, String written) {
        return written.startsWith("unix:") ? unix(option, written) : tcp(option, written);
    }

    private static Unix unix(String option, String written) {
        try {
            Path path = Path.of(written.substring("unix:".length()).replaceFirst("^//", ""));
            if (path.isAbsolute()) {
                return new Unix(path);
            }
        } catch (InvalidPathException _) { // told below
        }
        throw new IllegalArgumentException("%s: '%s' names no socket: write unix:/path/to/socket".formatted(option, written));
    }

    private static Tcp tcp(String option, String written) {
        try {
            URI uri = new URI(written);
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean isPlain = uri.getUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (isHttp && isPlain && uri.getHost() != null) {
                return new Tcp(written.replaceFirst("/+$", ""));
            }
        } catch (URISyntaxException _) { // told below, without what may be a password
        }
        throw new IllegalArgumentException(
                "%s: this is not where HTTP is spoken: write http://HOST:PORT, https://HOST:PORT or unix:/PATH".formatted(option));
    }
}
