package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.Pointer;
import io.awe4lb.admin.http.Problem;
import io.awe4lb.admin.http.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All that is wrong with a small body, said at once. */
final class Refusals {

    private final List<Problem.Place> wrong = new ArrayList<>();

    /** Begins with the properties that it should not have. */
    Refusals(ObjectNode body, String... keys) {
        wrong.addAll(Body.unknown(body, "there are " + String.join(", ", keys), keys));
    }

    void add(String key, String what) {
        wrong.add(Problem.Place.error(Pointer.of(key), "invalid-value", what));
    }

    boolean isEmpty() {
        return wrong.isEmpty();
    }

    boolean areAbout(String key) {
        return wrong.stream().anyMatch(place -> place.pointer().equals(Pointer.of(key)));
    }

    /** @throws io.awe4lb.admin.http.ProblemException 422, if there is any */
    void requireNone() {
        if (!wrong.isEmpty()) {
            throw ProblemCode.INVALID_BODY.problem(wrong.stream().map(place -> place.pointer().substring(1) + ": " + place.message())
                    .collect(Collectors.joining("; "))).at(wrong).exception();
        }
    }
}
