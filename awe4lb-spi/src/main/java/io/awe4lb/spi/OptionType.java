package io.awe4lb.spi;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a user may write as the value of an option. Instances are made by the factories of {@link Option}; parsing, schema, documentation
 * and forms switch over these.
 *
 * @param <T> the value's Java type
 */
public sealed interface OptionType<T> {

    /** Any string. */
    record TextType() implements OptionType<String> {}

    /** A text that is never shown; may be kept in a file or in the environment: {@code {file: PATH}}, {@code {env: NAME}}. */
    record SecretType() implements OptionType<Secret> {}

    /** {@code true} or {@code false}. */
    record FlagType() implements OptionType<Boolean> {}

    /**
     * A whole number; {@code 10k} and {@code 2M} count thousands and millions.
     *
     * @param min smallest allowed
     * @param max largest allowed
     */
    record NumberType(int min, int max) implements OptionType<Integer> {}

    /**
     * A time with its unit: {@code 250ms}, {@code 5s}, {@code 1m30s}, {@code 1h}.
     *
     * @param min shortest allowed
     * @param max longest allowed
     * @param offAllowed whether {@code off} is allowed; its value is {@link Duration#ZERO}
     */
    record DurationType(Duration min, Duration max, boolean offAllowed) implements OptionType<Duration> {}

    /**
     * A number of bytes: {@code 4096}, {@code 16k}, {@code 1MiB}.
     *
     * @param min fewest bytes allowed
     * @param max most bytes allowed
     */
    record SizeType(long min, long max) implements OptionType<Long> {}

    /**
     * One of a few words.
     *
     * @param <E> the enum whose constants are the choices
     * @param choices all that are allowed
     */
    record ChoiceType<E extends Enum<E>>(List<E> choices) implements OptionType<E> {

        /**
         * What a user writes for a choice.
         *
         * @param choice one of the choices
         * @return the constant's name in lower case with hyphens
         */
        public static String word(Enum<?> choice) {
            return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Several values of one type. A single value is read as a list of one.
     *
     * @param <E> the element's Java type
     * @param element type of each
     */
    record ListType<E>(OptionType<E> element) implements OptionType<List<E>> {}

    /**
     * Values by name, in the order written.
     *
     * @param <E> the value's Java type
     * @param value type of each value
     * @param keys the names that are allowed; empty: any
     */
    record MapType<E>(OptionType<E> value, List<String> keys) implements OptionType<Map<String, E>> {

        /** Copies the names. */
        public MapType {
            keys = List.copyOf(keys);
        }

        /**
         * Values under any names.
         *
         * @param value type of each value
         */
        public MapType(OptionType<E> value) {
            this(value, List.of());
        }
    }

    /** {@code host:port}, {@code [IPv6]:port}, {@code :port} or {@code unix:/path}. */
    record AddressType() implements OptionType<Address> {}

    /** A backend: an address, or a map of {@code address, name, weight, priority, maxConnections, sni}. */
    record BackendType() implements OptionType<BackendSpec> {}
}
