package io.awe4lb.kernel.net;

/** Something with a descriptor that a {@link LinuxEventLoop} polls. On the loop. */
abstract class Descriptor {

    final int fd;
    /** Told apart from an earlier owner of the same descriptor by this number, which travels with each event. */
    int generation;

    Descriptor(int fd) {
        this.fd = fd;
    }

    /**
     * The poller has news.
     *
     * @param events bits of {@code EPOLLIN} and so on
     */
    abstract void onEvents(int events);

    /** Closes. Idempotent. */
    abstract void close();
}
