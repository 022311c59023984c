package io.awe4lb.kernel.runtime;

/** A change whose risks are behind it: everything that can fail has succeeded. Either committed and retired, or abandoned. */
public interface Prepared {

    /** Brings it into force. On the control thread; must not fail and not block. */
    void commit();

    /** Gives back what was taken for it. On the thread that prepared it. */
    void abandon();

    /** Lets go of what it replaced. After the commit, on the thread that prepared it; may block for a moment. */
    default void retire() {}
}
