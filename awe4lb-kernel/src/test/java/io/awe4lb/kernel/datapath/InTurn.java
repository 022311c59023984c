package io.awe4lb.kernel.datapath;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One candidate after the other. */
final class InTurn implements Strategy {

    private final AtomicInteger turn = new AtomicInteger();

    @Override
    public @Nullable Backend pick(Candidates candidates, Client client) {
        return candidates.isEmpty() ? null : candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size()));
    }
}
