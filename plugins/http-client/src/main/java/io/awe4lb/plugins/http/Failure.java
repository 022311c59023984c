package io.awe4lb.plugins.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says what a failed request means, and what can be done about it. */
final class Failure {

    /** Deeper than any exception of the JDK nests. */
    private static final int MOST_CAUSES = 10;

    private Failure() {}

    /**
     * @param isPlain whether the server was asked over TCP without TLS
     * @return what comes after the server's name
     */
    static String sentence(IOException failure, boolean isPlain) {
        return switch (failure) {
            case TlsFileException file -> "cannot be asked: " + oneLine(file);
            case SSLException tls -> ofTls(tls);
            case ConnectException connect -> ofConnect(connect);
            default -> isPlain && isNoHttp(failure) ? "does not answer in HTTP: does it want https://, or is that another server's port?"
                    : ofSystem(failure);
        };
    }

    /** A server of TLS ends the connection, or says with a few bytes that it has not understood. */
    private static boolean isNoHttp(IOException failure) {
        String words = oneLine(failure);
        boolean isReset = cause(failure, SocketException.class).isPresent();
        return !isReset && (words.endsWith("header parser received no bytes") || words.contains("status line"));
    }

    private static String ofConnect(ConnectException failure) {
        return cause(failure, UnresolvedAddressException.class).isPresent()
                ? "is not known by name: is the name right, and does this machine's resolver know it?"
                : "does not take the connection: is it running, and is the address right?";
    }

    /** Of a Unix socket nothing but the system's words is known. */
    private static String ofSystem(IOException failure) {
        String words = oneLine(failure);
        return switch (words.toLowerCase(Locale.ROOT)) {
            case "no such file or directory" -> "does not exist: is the server running, and is the path right?";
            case "permission denied" -> "may not be used: let the user that awe4lb runs as write to it";
            default -> "breaks off: " + words;
        };
    }

    private static String ofTls(SSLException failure) {
        if (cause(failure, CertificateExpiredException.class).isPresent()
                || cause(failure, CertificateNotYetValidException.class).isPresent()) {
            return "has a certificate that is not valid now: renew it";
        }
        Optional<String> certificate = cause(failure, CertificateException.class).map(Failure::oneLine);
        if (certificate.isEmpty()) {
            String words = oneLine(failure);
            String hint = words.startsWith("Unsupported or unrecognized") ? ": write http://, or its port for TLS" : "";
            return "does not agree on TLS: %s%s".formatted(words, hint);
        }
        if (certificate.get().startsWith("No subject alternative") || certificate.get().startsWith("No name matching")) {
            return "has a certificate for other names (%s): ask it by one of those".formatted(certificate.get());
        }
        return "is not trusted (%s): give its certificate's issuer under ca".formatted(certificate.get());
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> wanted) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause).limit(MOST_CAUSES).filter(wanted::isInstance)
                .map(wanted::cast).findFirst();
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
