package io.awe4lb.cli.client;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One of a few words: the constants of an enum in lower case. */
abstract class WordConverter<E extends Enum<E>> implements ITypeConverter<E> {

    private final E[] words;

    WordConverter(Class<E> type) {
        this.words = type.getEnumConstants();
    }

    @Override
    public final E convert(String text) {
        return Stream.of(words).filter(one -> word(one).equals(text)).findFirst().orElseThrow(() -> {
            String known = Stream.of(words).map(WordConverter::word).collect(Collectors.joining(" or "));
            return new TypeConversionException("'" + text + "' is not known: write " + known);
        });
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
