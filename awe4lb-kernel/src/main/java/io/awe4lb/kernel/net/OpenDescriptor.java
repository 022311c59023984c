package io.awe4lb.kernel.net;

/**
 * A descriptor that belongs to no socket: inherited from the process that started this one, received over a {@link DescriptorSocket}, or
 * detached from a loop to be handed over. Not thread safe.
 *
 * <p>Closing closes it unless a socket has taken it over meanwhile, so that {@code try (descriptor) { transport.adopt(descriptor); }} leaks
 * nothing. An inherited one is left alone: its number is what somebody wrote, and may be that of something else.
 */
public final class OpenDescriptor implements AutoCloseable {

    private final int number;
    private boolean closes;

    private OpenDescriptor(int number, boolean closes) {
        this.number = number;
        this.closes = closes;
    }

    /**
     * One that was open when this process began.
     *
     * @param number as the process that started this one says it
     * @return not looked at yet
     */
    public static OpenDescriptor inherited(int number) {
        return new OpenDescriptor(number, false);
    }

    /** One that this process has opened or received. */
    static OpenDescriptor owned(int number) {
        return new OpenDescriptor(number, true);
    }

    /**
     * The number by which this process knows it.
     *
     * @return means nothing to another process
     */
    public int number() {
        return number;
    }

    /** A socket has it now, and closes it. */
    void taken() {
        closes = false;
    }

    @Override
    public void close() {
        if (closes) {
            closes = false;
            new LibC().close(number);
        }
    }
}
