package io.awe4lb.kernel.config;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads maps of known keys and maps by id: unknown and missing keys are found here. */
final class SectionReader {

    private final ShapeReader shapes;
    private final Findings findings;

    SectionReader(ShapeReader shapes, Findings findings) {
        this.shapes = shapes;
        this.findings = findings;
    }

    /** What the section makes of its values; null after an error that leaves nothing to make it of. */
    <T> @Nullable T read(Shape.Section<T> section, Node.Mapping mapping, Place place) {
        reportUnknown(section.keys().stream().map(Key::name).toList(), mapping, place);
        Values values = accept(section.keys(), mapping, place);
        boolean hasOne = hasOne(section.oneOf(), mapping, place);
        boolean hasAny = hasAny(section, mapping, place);
        return values != null && hasOne && hasAny ? section.make().apply(values) : null;
    }

    /** The entries that could be made. */
    <T> Map<String, T> byId(Shape.ById<T> byId, Node.Mapping mapping, Place place) {
        Map<String, T> values = new LinkedHashMap<>();
        mapping.entries().forEach((id, entry) -> {
            Place at = place.child(id, entry.position());
            requireId(id, at);
            T value = shapes.read(byId.entry(), entry.value(), at);
            if (value != null) {
                values.put(id, value);
            }
        });
        return Collections.unmodifiableMap(values);
    }

    private void requireId(String id, Place place) {
        try {
            ShapeReader.requireId(id);
        } catch (Refused refused) {
            findings.error(place, refused);
        }
    }

    void reportUnknown(List<String> names, Node.Mapping mapping, Place place) {
        mapping.entries().forEach((name, entry) -> {
            if (!names.contains(name)) {
                findings.error(Code.UNKNOWN_KEY, place.child(name, entry.position()), unknown(name, names));
            }
        });
    }

    static String unknown(String name, List<String> names) {
        return "unknown key" + Suggestion.of(name, names) + " (allowed here: " + String.join(", ", names) + ")";
    }

    /** The values of these keys; null if one that has to have a value has none. */
    @Nullable Values accept(Collection<Key<?>> keys, Node.Mapping mapping, Place place) {
        Map<Key<?>, Object> accepted = new IdentityHashMap<>();
        boolean isComplete = true;
        for (Key<?> key : keys) {
            Node.Entry entry = mapping.entries().get(key.name());
            Object value = entry == null
                    ? absent(key, place)
                    : shapes.read(key.shape(), entry.value(), place.child(key.name(), entry.position()));
            if (value != null) {
                accepted.put(key, value);
            }
            isComplete &= value != null || key.mayLackValue();
        }
        return isComplete ? new Values(place, mapping.entries(), accepted, findings) : null;
    }

    private @Nullable Object absent(Key<?> key, Place place) {
        return switch (key.absence()) {
            case Key.Absence.Nothing<?> _, Key.Absence.Default<?> _ -> null;
            case Key.Absence.Written<?>(var text) -> shapes.read(key.shape(), new Node.Scalar(place.position(), text), place);
            case Key.Absence.IfProvided<?>(var type) when !shapes.isProvided(key.shape(), type) -> null;
            case Key.Absence.IfProvided<?>(var type) -> shapes.read(key.shape(), new Node.Scalar(place.position(), type), place);
            case Key.Absence.EmptyMap<?> _ -> shapes.read(key.shape(), empty(place.position()), place);
            case Key.Absence.Refuse<?> _ -> {
                findings.error(Code.MISSING_KEY, place, "the key '" + key.name() + "' is missing: " + Words.of(key.shape()));
                yield null;
            }
        };
    }

    private boolean hasOne(List<Key<?>> oneOf, Node.Mapping mapping, Place place) {
        if (oneOf.isEmpty()) {
            return true;
        }
        List<Key<?>> written = oneOf.stream().filter(key -> mapping.entries().containsKey(key.name())).toList();
        if (written.isEmpty()) {
            findings.error(Code.MISSING_KEY, place, "one of these keys is missing: " + Words.names(oneOf));
        } else if (written.size() > 1) {
            Position second = mapping.entries().get(written.getLast().name()).position();
            findings.error(Code.CONFLICTING_KEYS, place.at(second), "only one of these keys may be set: " + Words.names(oneOf));
        }
        return written.size() == 1;
    }

    private boolean hasAny(Shape.Section<?> section, Node.Mapping mapping, Place place) {
        List<Key<?>> anyOf = section.anyOf();
        boolean hasAny = anyOf.isEmpty() || anyOf.stream().anyMatch(key -> mapping.entries().containsKey(key.name()));
        if (!hasAny) {
            findings.error(Code.MISSING_KEY, place,
                    section.lacking().isEmpty() ? "one of these keys is missing: " + Words.names(anyOf) : section.lacking());
        }
        return hasAny;
    }

    static Node.Mapping empty(Position position) {
        return new Node.Mapping(position, new LinkedHashMap<>());
    }
}
