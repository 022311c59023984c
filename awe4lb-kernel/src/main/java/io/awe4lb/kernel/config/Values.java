package io.awe4lb.kernel.config;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;

/** The accepted values of a section, for what is made of them and for checks across keys. */
final class Values {

    private final Place place;
    private final SequencedMap<String, Node.Entry> written;
    private final Map<Key<?>, Object> accepted;
    private final Findings findings;

    /** Keys of {@code accepted} are compared by identity. */
    Values(Place place, SequencedMap<String, Node.Entry> written, Map<Key<?>, Object> accepted, Findings findings) {
        this.place = place;
        this.written = written;
        this.accepted = accepted;
        this.findings = findings;
    }

    /** The id under which this section stands in a map. */
    String id() {
        return place.name();
    }

    /** The value, else the default. */
    <T> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new NoSuchElementException("no value for " + key.name()));
    }

    /** The value, else the default, else empty. */
    @SuppressWarnings("unchecked") // the reader ties a key's type to its value's
    <T> Optional<T> find(Key<T> key) {
        Object value = accepted.get(key);
        if (value == null && key.absence() instanceof Key.Absence.Default<T>(var byDefault)) {
            return Optional.of(byDefault);
        }
        return Optional.ofNullable((T) value);
    }

    /** The value that was written, never the default. */
    Optional<Object> accepted(Key<?> key) {
        return Optional.ofNullable(accepted.get(key));
    }

    /** Whether it was written and is wrong, which was said already. */
    boolean isRefused(Key<?> key) {
        return written.containsKey(key.name()) && !accepted.containsKey(key);
    }

    /** Whether somebody has written the key. */
    boolean isWritten(Key<?> key) {
        return written.containsKey(key.name());
    }

    void warn(Key<?> key, Code code, String message) {
        findings.warning(code, placeOf(key), message);
    }

    void error(Key<?> key, Code code, String message) {
        findings.error(code, placeOf(key), message);
    }

    private Place placeOf(Key<?> key) {
        Node.Entry entry = written.get(key.name());
        return entry == null ? place : place.child(key.name(), entry.value().position());
    }

    /** Whether no error was found so far, here or elsewhere. */
    boolean isSound() {
        return !findings.hasErrors();
    }

    /** Warns at an item of the list that stands under a key. */
    void warnAt(Key<?> key, int index, Code code, String message) {
        if (written.get(key.name()) instanceof Node.Entry(var position, Node.Sequence(_, var items))) {
            Place list = place.child(key.name(), position);
            findings.warning(code, list.child(Integer.toString(index), items.get(index).position()), message);
        }
    }

    /** Warns at an entry of the map that stands under a key. */
    void warnAt(Key<?> key, String id, Code code, String message) {
        placeOf(key, id).ifPresent(at -> findings.warning(code, at, message));
    }

    /** Reports an error at an entry of the map that stands under a key. */
    void errorAt(Key<?> key, String id, Code code, String message) {
        placeOf(key, id).ifPresent(at -> findings.error(code, at, message));
    }

    private Optional<Place> placeOf(Key<?> key, String id) {
        if (written.get(key.name()) instanceof Node.Entry(_, Node.Mapping(_, var entries))
                && entries.get(id) instanceof Node.Entry(var position, _)) {
            return Optional.of(place.child(key.name(), position).child(id, position));
        }
        return Optional.empty();
    }
}
