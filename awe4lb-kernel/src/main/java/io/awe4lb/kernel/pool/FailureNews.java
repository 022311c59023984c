package io.awe4lb.kernel.pool;

import java.time.Duration;

/**
 * Which failures of a source are news: the first one after an answer, and then another sentence, but not all the time: many have a time or
 * the number of a process in them. Used by one thread.
 */
final class FailureNews {

    /** Between two sentences while it fails. */
    static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private String told = "";
    private long when;

    /**
     * A question has failed.
     *
     * @param sentence why; not empty
     * @param now by the nano clock
     * @return whether that is to be told
     */
    boolean isNews(String sentence, long now) {
        boolean isNews = told.isEmpty() || !told.equals(sentence) && now - when >= PAUSE;
        if (isNews) {
            told = sentence;
            when = now;
        }
        return isNews;
    }

    /** The source has answered. */
    void end() {
        told = "";
    }
}
