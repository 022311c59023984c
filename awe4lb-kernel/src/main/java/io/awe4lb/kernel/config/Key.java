package io.awe4lb.kernel.config;

import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;

/**
 * One key of a section. Compared by identity; kept in a constant.
 *
 * @param <T> what is made of its value
 * @param name in lowerCamelCase
 * @param shape what may be written
 * @param absence what it means to leave it out
 * @param description a sentence
 */
record Key<T>(String name, Shape<T> shape, Absence<T> absence, String description) {

    /** What it means to leave a key out. */
    sealed interface Absence<T> {

        /** An error. */
        record Refuse<T>() implements Absence<T> {}

        /** No value. */
        record Nothing<T>() implements Absence<T> {}

        /** A value. */
        record Default<T>(T value) implements Absence<T> {}

        /** The same as if this scalar were written. */
        record Written<T>(String text) implements Absence<T> {}

        /** The same as if this type were written, where a plugin provides it; else no value. */
        record IfProvided<T>(String type) implements Absence<T> {}

        /** The same as if an empty map were written. */
        record EmptyMap<T>() implements Absence<T> {}
    }

    /** Whether a section can be made without a value of this key. */
    boolean mayLackValue() {
        return absence instanceof Absence.Nothing<T> || absence instanceof Absence.Default<T> || absence instanceof Absence.IfProvided<T>;
    }

    /** The option of a plugin, or a kernel's key with a plain value. */
    static <T> Key<T> of(Option<T> option) {
        Absence<T> absence = option.isRequired()
                ? new Absence.Refuse<>()
                : option.defaultValue().<Absence<T>>map(Absence.Default::new).orElseGet(Absence.Nothing::new);
        return new Key<>(option.name(), new Shape.Value<>(option.type()), absence, option.description());
    }

    static <T> Key<T> required(String name, Shape<T> shape, String description) {
        return new Key<>(name, shape, new Absence.Refuse<>(), description);
    }

    static <T> Key<T> optional(String name, Shape<T> shape, String description) {
        return new Key<>(name, shape, new Absence.Nothing<>(), description);
    }

    static <T> Key<T> optional(String name, OptionType<T> type, String description) {
        return optional(name, new Shape.Value<>(type), description);
    }

    static <T> Key<T> written(String name, String text, Shape<T> shape, String description) {
        return new Key<>(name, shape, new Absence.Written<>(text), description);
    }

    static <T> Key<T> ifProvided(String name, String type, Shape.Plugin<?, T> shape, String description) {
        return new Key<>(name, shape, new Absence.IfProvided<>(type), description);
    }

    /** A map that is there with all its defaults when it is left out. */
    static <T> Key<T> section(String name, Shape<T> shape, String description) {
        return new Key<>(name, shape, new Absence.EmptyMap<>(), description);
    }
}
