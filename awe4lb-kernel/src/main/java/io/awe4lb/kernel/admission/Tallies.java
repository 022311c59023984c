package io.awe4lb.kernel.admission;

/**
 * Who of a listener is here: goes on when its limits change, because those who are here do.
 *
 * @param places of all
 * @param sources of each source
 */
record Tallies(Places places, SourceCounts sources) {

    static Tallies empty() {
        return new Tallies(new Places(), new SourceCounts());
    }
}
