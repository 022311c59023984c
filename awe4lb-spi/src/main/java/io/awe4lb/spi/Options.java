package io.awe4lb.spi;

import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The values of a provider's options as the user set them, validated. Immutable. */
public final class Options {

    private static final Options DEFAULTS = new Options(Map.of());

    private final Map<Option<?>, Object> values;

    private Options(Map<Option<?>, Object> values) {
        this.values = values;
    }

    /**
     * Nothing set: every option has its default.
     *
     * @return no values
     */
    public static Options defaults() {
        return DEFAULTS;
    }

    /**
     * These and one value more; for tests, and for the kernel that reads them.
     *
     * @param <T> the value's Java type
     * @param option which
     * @param value what was set
     * @return a copy
     */
    public <T> Options with(Option<T> option, T value) {
        Map<Option<?>, Object> copy = new HashMap<>(values);
        copy.put(option, value);
        return new Options(copy);
    }

    /**
     * The value that was set, else the option's default.
     *
     * @param <T> the value's Java type
     * @param option which
     * @return the value
     * @throws NoSuchElementException if it was not set and has no default
     */
    public <T> T get(Option<T> option) {
        return find(option).orElseThrow(() -> new NoSuchElementException("option " + option.name() + " is not set"));
    }

    /**
     * The value that was set, else the option's default, if there is one.
     *
     * @param <T> the value's Java type
     * @param option which
     * @return the value, or empty
     */
    @SuppressWarnings("unchecked") // with() ties an option's type to its value's
    public <T> Optional<T> find(Option<T> option) {
        return values.containsKey(option) ? Optional.of((T) values.get(option)) : option.defaultValue();
    }

    /**
     * Whether the user has said it, so that the option's default was not left in force.
     *
     * @param option which
     * @return true also where the value is the default
     */
    public boolean isSet(Option<?> option) {
        return values.containsKey(option);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Options that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
