package io.awe4lb.kernel.stats;

/**
 * Whom an event is about.
 *
 * @param listener id, or empty
 * @param pool id, or empty
 * @param backend id within its pool, or empty
 */
public record Subject(String listener, String pool, String backend) {

    /** The program as a whole. */
    public static final Subject NONE = new Subject("", "", "");

    /**
     * A listener.
     *
     * @param id of the configuration
     * @return it alone
     */
    public static Subject listener(String id) {
        return new Subject(id, "", "");
    }

    /**
     * A pool.
     *
     * @param id of the configuration
     * @return it alone
     */
    public static Subject pool(String id) {
        return new Subject("", id, "");
    }

    /**
     * A backend.
     *
     * @param pool id of its pool
     * @param id within the pool
     * @return both
     */
    public static Subject backend(String pool, String id) {
        return new Subject("", pool, id);
    }
}
