package io.awe4lb.admin;

import io.awe4lb.kernel.runtime.Prepared;

/**
 * A prepared change, as what is left to do.
 *
 * @param onCommit brings it into force
 * @param onAbandon gives back what was taken
 * @param onRetire lets go of what was replaced
 */
record Transition(Runnable onCommit, Runnable onAbandon, Runnable onRetire) implements Prepared {

    /** Nothing changes. */
    static final Transition NONE = new Transition(() -> {}, () -> {}, () -> {});

    @Override
    public void commit() {
        onCommit.run();
    }

    @Override
    public void abandon() {
        onAbandon.run();
    }

    @Override
    public void retire() {
        onRetire.run();
    }
}
