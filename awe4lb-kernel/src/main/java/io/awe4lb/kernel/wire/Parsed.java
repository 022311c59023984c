package io.awe4lb.kernel.wire;

/**
 * What the first bytes of a stream are, as far as they have come.
 *
 * @param <T> what they are read as
 */
public sealed interface Parsed<T> {

    /**
     * It is all there.
     *
     * @param <T> what they are read as
     * @param value what they say
     * @param length bytes that it takes; more may follow
     */
    record Complete<T>(T value, int length) implements Parsed<T> {}

    /**
     * It may become one.
     *
     * @param <T> what they are read as
     * @param needed bytes from the first one on without which asking again is in vain
     */
    record Incomplete<T>(int needed) implements Parsed<T> {}

    /**
     * Whatever comes, it will not become one.
     *
     * @param <T> what they are read as
     * @param reason half a sentence about what came
     * @param isTls whether whoever sent it understands an alert
     */
    record Invalid<T>(String reason, boolean isTls) implements Parsed<T> {}
}
