package io.awe4lb.kernel.pool;

import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** A call that hangs and ignores being interrupted, until the test lets it go. */
final class Stubborn implements Callable<String> {

    private final Semaphore leave = new Semaphore(0);

    @Override
    public String call() {
        leave.acquireUninterruptibly();
        leave.release();
        return "at last";
    }

    /** This call ends, and all that follow it. */
    void leave() {
        leave.release();
    }
}
