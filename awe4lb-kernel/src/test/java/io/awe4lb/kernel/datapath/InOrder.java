package io.awe4lb.kernel.datapath;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import org.jspecify.annotations.Nullable;

/** The first candidate, always. */
final class InOrder implements Strategy {

    @Override
    public @Nullable Backend pick(Candidates candidates, Client client) {
        return candidates.isEmpty() ? null : candidates.get(0);
    }
}
