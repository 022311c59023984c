package io.awe4lb.kernel.issue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When a certificate is asked for: a while before the last one is over, and ever later the more often that has failed. */
final class Timing {

    /** Authorities let names fail five times an hour or so; these make four tries in the first hour, then fewer. */
    static final Duration FIRST_PAUSE = Duration.ofMinutes(5);

    static final Duration LONGEST_PAUSE = Duration.ofHours(12);

    /** Of its life that is spent when the next one is asked for, and the part by which that may be sooner: many are not to come at once. */
    private static final double SPENT = 2.0 / 3;

    private static final double SOONER = 1.0 / 30;
    /** Part of a pause by which it may be longer. */
    private static final double LONGER = 0.1;

    private static final int MOST_DOUBLINGS = 10;

    private Timing() {}

    /** When the next one is asked for. */
    static Instant renewal(X509Certificate certificate, RandomGenerator random) {
        Instant begin = certificate.getNotBefore().toInstant();
        long life = Duration.between(begin, certificate.getNotAfter().toInstant()).toMillis();
        return begin.plusMillis((long) (life * (SPENT - SOONER * random.nextDouble())));
    }

    /** How long it is not asked for after failures. @param failures in a row, 1 or more */
    static Duration pause(int failures, RandomGenerator random) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return pause.plusMillis((long) (pause.toMillis() * LONGER * random.nextDouble()));
    }
}
