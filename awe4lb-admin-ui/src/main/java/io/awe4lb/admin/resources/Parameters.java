package io.awe4lb.admin.resources;

import io.awe4lb.admin.http.ProblemCode;
import io.javalin.http.Context;
import java.util.Optional;

/** Query parameters and parts of paths, read strictly. */
final class Parameters {

    private static final int LONGEST_COMMENT = 1_000;
    private static final int LONGEST_SHOWN = 80;

    private Parameters() {}

    static boolean dryRun(Context context) {
        String written = context.queryParam("dryRun");
        return switch (written == null ? "false" : written) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad("dryRun is true or false, not " + quoted(String.valueOf(written)));
        };
    }

    static String comment(Context context) {
        String comment = Optional.ofNullable(context.queryParam("comment")).orElse("");
        if (comment.length() > LONGEST_COMMENT) {
            throw bad("a comment has at most %d characters".formatted(LONGEST_COMMENT));
        }
        return comment;
    }

    static Optional<String> filter(Context context, String name) {
        Optional<String> written = Optional.ofNullable(context.queryParam(name));
        if (written.isPresent() && written.get().isBlank()) {
            throw bad(name + " is empty: leave it out, or say which");
        }
        return written;
    }

    static long number(Context context, String name, long least, long most, long otherwise) {
        String written = context.queryParam(name);
        return written == null ? otherwise : number(name, written, least, most);
    }

    static long number(String name, String written, long least, long most) {
        if (written.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(written);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw bad("%s is a number from %d to %d, not %s".formatted(name, least, most, quoted(written)));
    }

    static RuntimeException bad(String detail) {
        return ProblemCode.BAD_PARAMETER.problem(detail).exception();
    }

    /** What a client wrote, short enough to be shown. */
    static String quoted(String written) {
        return "'" + (written.length() > LONGEST_SHOWN ? written.substring(0, LONGEST_SHOWN) + "…" : written) + "'";
    }
}
