package io.awe4lb.admin.resources;

import io.awe4lb.admin.http.ETag;
import io.awe4lb.admin.http.ProblemCode;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * On which condition a write goes ahead (RFC 9110, 13.1).
 *
 * @param match the header {@code If-Match}; empty if it is to be created
 */
record Condition(Optional<String> match) {

    /** Of a write to what has to be there. */
    static Condition ofChange(Context context) {
        return new Condition(Optional.of(ETag.condition(context)));
    }

    /** Of a write that may also create. */
    static Condition ofPut(Context context) {
        String none = context.header("If-None-Match");
        if (none == null) {
            return ofChange(context);
        }
        if (!none.strip().equals("*")) {
            throw Parameters.bad("If-None-Match is '*' here: create it");
        }
        return new Condition(Optional.empty());
    }

    /** Lets the write go on, or throws 412. */
    void require(Optional<ETag> current) {
        if (match.isPresent()) {
            current.orElseThrow(() -> ProblemCode.CHANGED_MEANWHILE
                    .problem("there is no such thing now: create it with 'If-None-Match: *'").exception()).require(match.get());
        } else if (current.isPresent()) {
            throw ProblemCode.ALREADY_EXISTS.problem("it exists: change it with If-Match").with("ETag", current.get().value()).exception();
        }
    }
}
