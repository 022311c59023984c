package com.example.canary;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A backend of weight 0 is a canary: it runs the new version, and only a given share of the clients get to it. Which ones is decided by
 * their address, so a client does not jump between the versions. The other clients are spread over the rest in proportion to weight. If one
 * of the groups has nobody who can serve, the other group takes its clients.
 *
 * @param percent share of the clients that get to a canary, 0 to 100
 */
record Canary(int percent) implements Strategy {

    @Override
    public Backend pick(Candidates candidates, Client client) {
        boolean tries = oneOfHundred(client) < percent;
        Backend picked = anyOf(candidates, tries);
        return picked != null ? picked : anyOf(candidates, !tries);
    }

    /** Draws while it walks (reservoir sampling), because a pick must not allocate a list of the group. */
    private static Backend anyOf(Candidates candidates, boolean canaries) {
        Backend picked = null;
        long weights = 0;
        for (int i = 0; i < candidates.size(); i++) {
            Backend candidate = candidates.get(i);
            if (canaries == (candidate.weight() == 0)) {
                int weight = Math.max(1, candidate.weight());
                weights += weight;
                if (ThreadLocalRandom.current().nextLong(weights) < weight) {
                    picked = candidate;
                }
            }
        }
        return picked;
    }

    /** The same for one address every time; the multiplication stirs neighbouring addresses well enough. */
    private static int oneOfHundred(Client client) {
        long bits = (client.addressHigh() * 31 + client.addressLow()) * 0x9E37_79B9_7F4A_7C15L;
        return (int) Long.remainderUnsigned(bits ^ (bits >>> 32), 100);
    }
}
