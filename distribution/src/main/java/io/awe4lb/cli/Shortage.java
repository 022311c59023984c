package io.awe4lb.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells a want of file descriptors from other failures. The JDK has no type for it, but says what the system said, on every system. */
final class Shortage {

    private static final String TOO_MANY = "too many open files";

    private Shortage() {}

    /** Whether it, or what caused it, is one. */
    static boolean isIn(Throwable failure) {
        return Stream.iterate(failure, one -> one != null, Throwable::getCause).limit(20)
                .anyMatch(one -> String.valueOf(one.getMessage()).toLowerCase(Locale.ROOT).contains(TOO_MANY));
    }

    /** What to say and do, where it is one. */
    static Optional<String> sentence(Throwable failure) {
        return isIn(failure) ? Optional.of("there are too many open files; raise the limit (ulimit -n, LimitNOFILE) if this comes again")
                : Optional.empty();
    }
}
