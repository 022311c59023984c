package io.awe4lb.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key that a user may set, stated once:
 *
 * <pre>{@code
 * static final Option<Duration> INTERVAL = Option.duration("interval", Duration.ofSeconds(2), "Time between two checks of one backend.");
 * }</pre>
 *
 * <p>Compared by identity; keep it in a constant and read its value with {@link Options#get}. Factories that take a default make an option
 * that may be left out; {@link #required} and {@link #optional} make one that must be set, or that has no value when it is left out.
 *
 * @param <T> the value's Java type
 */
public final class Option<T> {

    /** Longest time that an option takes unless it says otherwise. */
    public static final Duration LONGEST = Duration.ofDays(365);

    private final String name;
    private final OptionType<T> type;
    private final @Nullable T defaultValue;
    private final boolean isRequired;
    private final String description;

    private Option(String name, OptionType<T> type, @Nullable T defaultValue, boolean isRequired, String description) {
        if (!name.matches("[a-z][a-zA-Z0-9]*")) {
            throw new IllegalArgumentException("'%s' is not a name in lowerCamelCase".formatted(name));
        }
        this.name = name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.isRequired = isRequired;
        this.description = description;
    }

    /**
     * An option with a default.
     *
     * @param <T> the value's Java type
     * @param name the key, in lowerCamelCase
     * @param type what may be written
     * @param defaultValue the value when it is left out
     * @param description a sentence for documentation and forms
     * @return the option
     */
    public static <T> Option<T> of(String name, OptionType<T> type, T defaultValue, String description) {
        return new Option<>(name, type, defaultValue, false, description);
    }

    /**
     * An option that has to be set.
     *
     * @param <T> the value's Java type
     * @param name the key, in lowerCamelCase
     * @param type what may be written
     * @param description a sentence for documentation and forms
     * @return the option
     */
    public static <T> Option<T> required(String name, OptionType<T> type, String description) {
        return new Option<>(name, type, null, true, description);
    }

    /**
     * An option that has no value when it is left out; read it with {@link Options#find}.
     *
     * @param <T> the value's Java type
     * @param name the key, in lowerCamelCase
     * @param type what may be written
     * @param description a sentence for documentation and forms
     * @return the option
     */
    public static <T> Option<T> optional(String name, OptionType<T> type, String description) {
        return new Option<>(name, type, null, false, description);
    }

    /**
     * A string.
     *
     * @param name the key
     * @param defaultValue when left out
     * @param description a sentence
     * @return the option
     */
    public static Option<String> text(String name, String defaultValue, String description) {
        return of(name, new OptionType.TextType(), defaultValue, description);
    }

    /**
     * {@code true} or {@code false}.
     *
     * @param name the key
     * @param defaultValue when left out
     * @param description a sentence
     * @return the option
     */
    public static Option<Boolean> flag(String name, boolean defaultValue, String description) {
        return of(name, new OptionType.FlagType(), defaultValue, description);
    }

    /**
     * A whole number.
     *
     * @param name the key
     * @param defaultValue when left out
     * @param min smallest allowed
     * @param max largest allowed
     * @param description a sentence
     * @return the option
     */
    public static Option<Integer> number(String name, int defaultValue, int min, int max, String description) {
        return of(name, new OptionType.NumberType(min, max), defaultValue, description);
    }

    /**
     * A time from 1 ms to {@link #LONGEST}, which cannot be turned off.
     *
     * @param name the key
     * @param defaultValue when left out
     * @param description a sentence
     * @return the option
     */
    public static Option<Duration> duration(String name, Duration defaultValue, String description) {
        return of(name, new OptionType.DurationType(Duration.ofMillis(1), LONGEST, false), defaultValue, description);
    }

    /**
     * One of a few words.
     *
     * @param <E> the enum whose constants are the choices
     * @param name the key
     * @param defaultValue when left out
     * @param description a sentence
     * @return the option
     */
    public static <E extends Enum<E>> Option<E> choice(String name, E defaultValue, String description) {
        List<E> choices = List.of(defaultValue.getDeclaringClass().getEnumConstants());
        return of(name, new OptionType.ChoiceType<>(choices), defaultValue, description);
    }

    /**
     * Strings by name.
     *
     * @param name the key
     * @param description a sentence
     * @return the option, empty when left out
     */
    public static Option<Map<String, String>> texts(String name, String description) {
        return of(name, new OptionType.MapType<>(new OptionType.TextType()), Map.of(), description);
    }

    /**
     * The key.
     *
     * @return in lowerCamelCase
     */
    public String name() {
        return name;
    }

    /**
     * What may be written.
     *
     * @return the type
     */
    public OptionType<T> type() {
        return type;
    }

    /**
     * The value when it is left out.
     *
     * @return empty for a required or an optional option
     */
    public Optional<T> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /**
     * Whether it must be set.
     *
     * @return true if leaving it out is an error
     */
    public boolean isRequired() {
        return isRequired;
    }

    /**
     * What it means.
     *
     * @return a sentence with a full stop
     */
    public String description() {
        return description;
    }

    @Override
    public String toString() {
        return name;
    }
}
