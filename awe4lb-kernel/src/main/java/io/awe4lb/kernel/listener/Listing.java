package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.ConnectionPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Lists what lives on one loop. Only for those that are listed the system is asked about their paths. On the loop. */
final class Listing {

    private static final int AT_ONCE = 512;

    private final FlowLoop loop;
    private final Predicate<ConnectionInfo> which;
    private final int most;
    private final ArrayDeque<Flow> oldest = new ArrayDeque<>();
    private long total;

    Listing(FlowLoop loop, Predicate<ConnectionInfo> which, int most) {
        this.loop = loop;
        this.which = which;
        this.most = most;
    }

    /** Any thread. */
    CompletableFuture<ConnectionPage> begin() {
        return Walk.over(loop, AT_ONCE, this::visit).thenApply(_ -> page());
    }

    private void visit(Flow flow) {
        if (which.test(flow.infoWithoutPaths())) {
            total++;
            oldest.addLast(flow);
            if (oldest.size() > most) {
                oldest.removeFirst();
            }
        }
    }

    private ConnectionPage page() {
        List<ConnectionInfo> infos = new ArrayList<>(oldest.size());
        oldest.descendingIterator().forEachRemaining(flow -> {
            if (!flow.isClosed()) {
                infos.add(flow.info());
            }
        });
        return new ConnectionPage(total, infos);
    }
}
