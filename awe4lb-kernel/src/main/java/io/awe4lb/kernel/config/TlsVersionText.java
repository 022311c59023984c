package io.awe4lb.kernel.config;

import java.util.List;

/** Versions of TLS. Older ones than 1.2 are not safe, and not to be had (RFC 8996). */
final class TlsVersionText {

    static final String OLDEST = "TLSv1.2";
    static final String NEWEST = "TLSv1.3";

    private static final List<String> ALL = List.of(OLDEST, NEWEST);

    static final String WORDS = Words.choices(ALL);

    private TlsVersionText() {}

    static String parse(String text) throws Refused {
        if (!ALL.contains(text)) {
            throw new Refused(Code.WRONG_TYPE, "expected " + WORDS + ", found " + Quoted.of(text) + Suggestion.of(text, ALL));
        }
        return text;
    }

    /** Both of them and those between; none if the order is wrong. */
    static List<String> between(String oldest, String newest) {
        int from = ALL.indexOf(oldest);
        int to = ALL.indexOf(newest) + 1;
        return from < to ? ALL.subList(from, to) : List.of();
    }
}
