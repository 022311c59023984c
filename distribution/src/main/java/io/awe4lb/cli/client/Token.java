package io.awe4lb.cli.client;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What says who is asking. Never printed.
 *
 * @param value as it goes into the header
 */
record Token(String value) {

    private static final Pattern VALID = Pattern.compile("[!-~]+");

    /** Without the line end that comes with it out of files and variables. */
    static Token of(String text, String origin) throws Failure {
        String value = text.strip();
        if (value.isEmpty()) {
            throw new Failure(ExitCode.USAGE, origin + " is empty: it should be a token");
        }
        if (!VALID.matcher(value).matches()) {
            throw new Failure(ExitCode.USAGE, origin + " is no token: it has a space, a line end or a letter beyond ASCII in it");
        }
        return new Token(value);
    }

    static Token read(Path file) throws Failure {
        try {
            return of(Files.readString(file), "--token-file " + file);
        } catch (IOException failure) {
            throw new Failure(ExitCode.USAGE, "--token-file " + file + " cannot be read: " + Reason.of(failure));
        }
    }

    String header() {
        return "Bearer " + value;
    }

    @Override
    public String toString() {
        return "a token";
    }
}
