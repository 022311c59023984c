package io.awe4lb.kernel.tcp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Visits every connection of a loop, from the newest to the oldest, a few a task: a hundred thousand of them must not hold up those that
 * serve. One that comes while it walks is not visited. On the loop.
 */
final class Walk {

    private final TcpLoop loop;
    private final int atOnce;
    private final Consumer<Connection> visitor;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    /** The next one to visit, unless it has ended meanwhile. */
    private @Nullable Connection next;
    private long lastVisited = Long.MAX_VALUE;

    private Walk(TcpLoop loop, int atOnce, Consumer<Connection> visitor) {
        this.loop = loop;
        this.atOnce = atOnce;
        this.visitor = visitor;
    }

    /**
     * Begins. Any thread.
     *
     * @param atOnce connections a task
     * @param visitor called on the loop; may close the connection
     * @return completed on the loop when all were visited
     */
    static CompletableFuture<Void> over(TcpLoop loop, int atOnce, Consumer<Connection> visitor) {
        var walk = new Walk(loop, atOnce, visitor);
        walk.post(walk::begin);
        return walk.done;
    }

    private void begin() {
        next = loop.newest();
        step();
    }

    private void step() {
        Connection connection = next != null && next.isClosed() ? findPlace() : next;
        for (int i = 0; i < atOnce && connection != null; i++) {
            Connection older = connection.older;
            lastVisited = connection.id();
            visitor.accept(connection);
            connection = older;
        }
        next = connection;
        if (connection == null) {
            done.complete(null);
        } else {
            post(this::step);
        }
    }

    /** Ids of a loop grow. */
    private @Nullable Connection findPlace() {
        Connection connection = loop.newest();
        while (connection != null && connection.id() >= lastVisited) {
            connection = connection.older;
        }
        return connection;
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
