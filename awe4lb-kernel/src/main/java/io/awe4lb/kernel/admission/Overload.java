package io.awe4lb.kernel.admission;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the process is short of, and whose new work it turns away for that. Any thread reads it, at the price of one field. */
public final class Overload {

    /** Above every priority: everybody's. */
    static final int EVERYBODY = 101;

    private volatile int shedBelow;
    /** Below which priority everybody is turned away who may be; 0 where all listeners have the same. */
    private volatile int highest;
    private volatile Set<Shortage> shortages = EnumSet.noneOf(Shortage.class);

    /** What can be short. The words are shown to users and do not change. */
    public enum Shortage {
        /** File descriptors. */
        DESCRIPTORS("file descriptors"),
        /** Room in the heap, or in the machine. */
        MEMORY("memory"),
        /** Time of the event loops. */
        LOOP_LAG("time of the event loops");

        private final String thing;

        Shortage(String thing) {
            this.thing = thing;
        }

        /**
         * The word in metrics and REST.
         *
         * @return lower case, as in {@code loop_lag}
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The thing itself.
         *
         * @return for sentences
         */
        public String thing() {
            return thing;
        }
    }

    /** Nothing is short yet. */
    public Overload() {
        // both fields say so
    }

    /**
     * Whether new work is turned away.
     *
     * @param priority of the listener
     * @return false nearly always
     */
    public boolean sheds(int priority) {
        return priority < shedBelow;
    }

    /**
     * Below which priority new work is turned away.
     *
     * @return 0 for nobody's, 101 for everybody's
     */
    public int shedBelow() {
        return shedBelow;
    }

    /**
     * What is short.
     *
     * @return empty nearly always
     */
    public Set<Shortage> shortages() {
        return shortages;
    }

    /**
     * Descriptors are nearly used up: until the next look, nobody but the highest priority gets more of them. A burst takes all that are left
     * in less time than the one who watches needs to see it. Any thread.
     */
    public void descriptorsRunOut() {
        shedBelow = Math.max(shedBelow, highest);
    }

    /** Who is turned away when {@link #descriptorsRunOut}. By the one who watches. */
    void spare(int priority) {
        highest = priority;
    }

    /**
     * From now on it is so. By the one who watches.
     *
     * @param lacking what is short
     * @param below priority of which new work is turned away
     */
    public void become(Set<Shortage> lacking, int below) {
        shortages = lacking.isEmpty() ? EnumSet.noneOf(Shortage.class) : EnumSet.copyOf(lacking);
        shedBelow = below;
    }
}
