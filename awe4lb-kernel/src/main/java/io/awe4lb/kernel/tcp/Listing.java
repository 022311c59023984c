package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.ConnectionPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Lists connections of one loop. Only for those that are listed the system is asked about their paths. On the loop. */
final class Listing {

    private static final int AT_ONCE = 512;

    private final TcpLoop loop;
    private final Predicate<ConnectionInfo> which;
    private final int most;
    private final ArrayDeque<Connection> oldest = new ArrayDeque<>();
    private long total;

    Listing(TcpLoop loop, Predicate<ConnectionInfo> which, int most) {
        this.loop = loop;
        this.which = which;
        this.most = most;
    }

    /** Any thread. */
    CompletableFuture<ConnectionPage> begin() {
        return Walk.over(loop, AT_ONCE, this::visit).thenApply(_ -> page());
    }

    private void visit(Connection connection) {
        if (which.test(connection.infoWithoutPaths())) {
            total++;
            oldest.addLast(connection);
            if (oldest.size() > most) {
                oldest.removeFirst();
            }
        }
    }

    private ConnectionPage page() {
        List<ConnectionInfo> infos = new ArrayList<>(oldest.size());
        oldest.descendingIterator().forEachRemaining(connection -> {
            if (!connection.isClosed()) {
                infos.add(connection.info());
            }
        });
        return new ConnectionPage(total, infos);
    }
}
