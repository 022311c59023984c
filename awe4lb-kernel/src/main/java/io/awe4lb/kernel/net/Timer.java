package io.awe4lb.kernel.net;

import org.jspecify.annotations.Nullable;

/**
 * Something that wants to be called at a time, and is itself the link in the wheel's lists: a connection extends it, so that a waiting
 * connection costs no timer object. Belongs to one loop; not thread safe.
 */
public abstract class Timer {

    @Nullable Timer previous;
    @Nullable Timer next;
    /** Index of the wheel's slot whose list holds this, or -1 while it is not scheduled. */
    int slot = -1;
    /** In the wheel's ticks. */
    long deadline;

    /** For subclasses. */
    protected Timer() {}

    /** Called once on the loop when the time has come; the timer is no longer scheduled then and may be scheduled again. */
    protected abstract void onTimeout();
}
