package io.awe4lb.cli.client;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.net.URI;
import java.net.URISyntaxException;

/** Where an awe4lb is administered: {@code http://HOST:PORT}, {@code https://HOST:PORT}, or {@code HOST:PORT} alone. */
final class ServerAddress {

    static final String USUAL = "http://127.0.0.1:7070";

    private ServerAddress() {}

    static URI parse(String text, String origin) throws Failure {
        try {
            URI address = new URI(text.contains("://") ? text : "http://" + text);
            boolean isWeb = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            boolean isBare = address.getUserInfo() == null && address.getQuery() == null && address.getFragment() == null;
            boolean isRoot = address.getPath().isEmpty() || address.getPath().equals("/");
            if (isWeb && isBare && isRoot && address.getHost() != null) {
                return new URI(address.getScheme(), null, address.getHost(), address.getPort(), null, null, null);
            }
        } catch (URISyntaxException _) {
            // the same sentence: the parser's own repeats what was typed, and that may have a password in it
        }
        throw new Failure(ExitCode.USAGE,
                origin + " is no address of a server: write http://HOST:PORT or https://HOST:PORT, nothing behind it");
    }
}
