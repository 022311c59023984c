package io.awe4lb.plugins.http;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of TLS that cannot be used; the sentence says which, and why. */
final class TlsFileException extends IOException {

    private static final long serialVersionUID = 1;

    private TlsFileException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** @param key of the option */
    static TlsFileException unreadable(String key, Path file, IOException failure) {
        String reason = switch (failure) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied: let the user that awe4lb runs as read it";
            default -> String.valueOf(failure.getMessage());
        };
        return new TlsFileException("%s: %s cannot be read: %s".formatted(key, file, reason), failure);
    }

    static TlsFileException useless(String key, Path file, String reason, Throwable cause) {
        return new TlsFileException("%s: %s %s".formatted(key, file, reason), cause);
    }
}
