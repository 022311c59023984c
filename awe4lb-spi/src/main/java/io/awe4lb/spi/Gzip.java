package io.awe4lb.spi;

import java.util.regex.Pattern;

/** The one encoding in which a {@link MetricsPage} is compressed. */
final class Gzip {

    /** Anywhere in the list, and not with a quality of zero. */
    static final Pattern IS_TAKEN = Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))", Pattern.CASE_INSENSITIVE);
    static final int PIECE = 16 * 1024;

    private Gzip() {}
}
