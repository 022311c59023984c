package io.awe4lb.plugins.tls.boringssl;

import java.util.concurrent.atomic.AtomicReference;

/** Looks at a peer's certificates, on whichever thread. It runs once, and its engine is freed after it at the earliest. */
final class VerifyTask implements Runnable {

    private enum State { READY, TAKEN, ENDED, ABANDONED }

    private final BoringEngine engine;
    private final Runnable verification;
    private final AtomicReference<State> state = new AtomicReference<>(State.READY);

    private VerifyTask(BoringEngine engine, Runnable verification) {
        this.engine = engine;
        this.verification = verification;
    }

    static VerifyTask of(BoringEngine engine, Runnable verification) {
        return new VerifyTask(engine, verification);
    }

    /** @return whether somebody is to run it: only the first one who asks */
    boolean take() {
        return state.compareAndSet(State.READY, State.TAKEN);
    }

    /** Nobody waits for it any more. @return whether it does not run, so that what it needs can go */
    boolean abandon() {
        return state.getAndSet(State.ABANDONED) != State.TAKEN;
    }

    @Override
    public void run() {
        try {
            verification.run();
        } finally {
            engine.taskEnded();
            if (!state.compareAndSet(State.TAKEN, State.ENDED)) {
                engine.freeNow();
            }
        }
    }
}
