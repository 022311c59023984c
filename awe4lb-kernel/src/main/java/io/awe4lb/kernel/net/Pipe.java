package io.awe4lb.kernel.net;

/**
 * Bytes on their way from one socket to another that never leave the system (splice(2)): {@link Socket#fill} puts them in, {@link
 * Socket#drain} takes them out. Borrowed from {@link EventLoop#openPipe()} and given back empty or not; belongs to one loop.
 */
public abstract sealed class Pipe permits LinuxPipe {

    private long held;

    Pipe() {}

    /**
     * How many bytes are in it.
     *
     * @return zero or more
     */
    public final long held() {
        return held;
    }

    /** After a splice. */
    final void held(long change) {
        held += change;
    }

    /** Gives it back. Bytes that are still in it are lost. */
    public abstract void giveBack();
}
