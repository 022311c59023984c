package io.awe4lb.kernel.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is found while a configuration is read. Not thread safe. */
final class Findings {

    /** A damaged file of many megabytes must not end in as many lines. */
    static final int MOST = 1_000;

    private final List<Finding> all = new ArrayList<>();
    private int errors;

    void error(Code code, Place place, String message) {
        errors++;
        add(Severity.ERROR, code, place, message);
    }

    void error(Place place, Refused refused) {
        error(refused.code(), place, refused.sentence());
    }

    void warning(Code code, Place place, String message) {
        add(Severity.WARNING, code, place, message);
    }

    boolean hasErrors() {
        return errors > 0;
    }

    /** Errors so far. */
    int errors() {
        return errors;
    }

    List<Finding> sorted() {
        return all.stream().sorted(Comparator.comparing(Finding::position)).toList();
    }

    private void add(Severity severity, Code code, Place place, String message) {
        if (all.size() < MOST) {
            all.add(new Finding(severity, place.position(), place.pointer(), code.word(), message));
        } else if (all.size() == MOST) {
            var file = Position.ofWhole(place.position().file());
            all.add(new Finding(Severity.ERROR, file, "", Code.TOO_MANY.word(),
                    "more than 1000 findings: fix the first ones and read it again"));
            errors++;
        }
    }
}
