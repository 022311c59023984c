package io.awe4lb.cli.e2e;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Something that another thread does meanwhile. */
final class Background {

    private final FutureTask<Void> task;

    private Background(Action action) {
        task = new FutureTask<>(() -> {
            action.act();
            return null;
        });
    }

    /** Something that may fail. */
    @FunctionalInterface
    interface Action {

        void act() throws Exception;
    }

    static Background begin(Action action) {
        var background = new Background(action);
        Thread.ofVirtual().start(background.task);
        return background;
    }

    boolean isDone() {
        return task.isDone();
    }

    /** Waits for its end and fails as it failed. */
    void completes() throws Exception {
        task.get(Eventually.DEADLINE.multipliedBy(3).toSeconds(), TimeUnit.SECONDS);
    }
}
