package io.awe4lb.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number, or a sentence without the name of a type. */
public final class NumberConverter implements ITypeConverter<Long> {

    /** Without state. */
    public NumberConverter() {}

    @Override
    public Long convert(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException _) {
            throw new TypeConversionException("'" + text + "' is not a number");
        }
    }
}
