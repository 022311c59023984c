package io.awe4lb.spi;

import java.util.Arrays;
import java.util.Collection;

/** An immutable list of backends to pick from, in the order of the configuration. Safe on any thread, reading allocates nothing. */
public final class Candidates {

    private static final Candidates NONE = new Candidates(new Backend[0]);

    private final Backend[] backends;

    private Candidates(Backend[] backends) {
        this.backends = backends;
    }

    /**
     * Copies a collection.
     *
     * @param backends what to pick from; may be empty
     * @return the candidates in the collection's order
     */
    public static Candidates of(Collection<? extends Backend> backends) {
        return backends.isEmpty() ? NONE : new Candidates(backends.toArray(Backend[]::new));
    }

    /**
     * How many there are.
     *
     * @return zero or more
     */
    public int size() {
        return backends.length;
    }

    /**
     * Tells whether there is none.
     *
     * @return true if {@link #size()} is zero
     */
    public boolean isEmpty() {
        return backends.length == 0;
    }

    /**
     * One of the backends.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the backend there
     * @throws IndexOutOfBoundsException if there is none
     */
    public Backend get(int index) {
        return backends[index];
    }

    /**
     * Looks for a backend by identity, in linear time.
     *
     * @param backend the one looked for
     * @return whether it is among the candidates
     */
    public boolean contains(Backend backend) {
        for (Backend candidate : backends) {
            if (candidate == backend) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return Arrays.toString(backends);
    }
}
