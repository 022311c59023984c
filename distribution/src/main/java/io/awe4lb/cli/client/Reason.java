package io.awe4lb.cli.client;

import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used: some of the exceptions say nothing but its name. */
final class Reason {

    private Reason() {}

    static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "you may not read it";
            case CharacterCodingException _ -> "it is no text in UTF-8";
            case CharConversionException _ -> "it is no text in UTF-8";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
