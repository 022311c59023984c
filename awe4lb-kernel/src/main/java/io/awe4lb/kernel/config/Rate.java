package io.awe4lb.kernel.config;

import java.time.Duration;

/**
 * So many within a time. Whoever has been quiet for that time may come as often at once.
 *
 * @param count 1 or more
 * @param per a second, a minute or an hour
 */
public record Rate(int count, Duration per) {

    /** As it is written. */
    @Override
    public String toString() {
        return RateText.format(this);
    }
}
