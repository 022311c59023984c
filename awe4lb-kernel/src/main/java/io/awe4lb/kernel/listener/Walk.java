package io.awe4lb.kernel.listener;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Visits every flow of a loop, from the newest to the oldest, a few a task: a hundred thousand of them must not hold up those that
 * serve. One that comes while it walks is not visited. On the loop.
 */
final class Walk {

    private final FlowLoop loop;
    private final int atOnce;
    private final Consumer<Flow> visitor;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    /** The next one to visit, unless it has ended meanwhile. */
    private @Nullable Flow next;
    private long lastVisited = Long.MAX_VALUE;

    private Walk(FlowLoop loop, int atOnce, Consumer<Flow> visitor) {
        this.loop = loop;
        this.atOnce = atOnce;
        this.visitor = visitor;
    }

    /**
     * Begins. Any thread.
     *
     * @param atOnce of them a task
     * @param visitor called on the loop; may close it
     * @return completed on the loop when all were visited
     */
    static CompletableFuture<Void> over(FlowLoop loop, int atOnce, Consumer<Flow> visitor) {
        var walk = new Walk(loop, atOnce, visitor);
        walk.post(walk::begin);
        return walk.done;
    }

    private void begin() {
        next = loop.newest();
        step();
    }

    private void step() {
        Flow flow = next != null && next.isClosed() ? findPlace() : next;
        for (int i = 0; i < atOnce && flow != null; i++) {
            Flow older = flow.older;
            lastVisited = flow.id();
            visitor.accept(flow);
            flow = older;
        }
        next = flow;
        if (flow == null) {
            done.complete(null);
        } else {
            post(this::step);
        }
    }

    /** Ids of a loop grow. */
    private @Nullable Flow findPlace() {
        Flow flow = loop.newest();
        while (flow != null && flow.id() >= lastVisited) {
            flow = flow.older;
        }
        return flow;
    }

    private void post(Runnable task) {
        try {
            loop.loop().execute(() -> guarded(task));
        } catch (RejectedExecutionException stopped) {
            done.completeExceptionally(stopped);
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error bug) { // whoever waits hears of it
            done.completeExceptionally(bug);
        }
    }
}
