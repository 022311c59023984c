package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FailureNewsTest {

    private static final long BEGIN = Long.MAX_VALUE - 1; // a nano clock may be anywhere

    private final FailureNews news = new FailureNews();

    @Test
    void aFailureIsToldOnceHoweverLongItLasts() {
        assertTrue(news.isNews("does not answer", BEGIN));
        assertFalse(news.isNews("does not answer", BEGIN + 1));
        assertFalse(news.isNews("does not answer", BEGIN + 10 * FailureNews.PAUSE));
    }

    @Test
    void anotherSentenceIsToldOnceAMinute() {
        assertTrue(news.isNews("at 10:00:00", BEGIN));
        assertFalse(news.isNews("at 10:00:01", BEGIN + FailureNews.PAUSE - 1));
        assertTrue(news.isNews("at 10:01:00", BEGIN + FailureNews.PAUSE));
        assertFalse(news.isNews("at 10:01:01", BEGIN + 2 * FailureNews.PAUSE - 1));
    }

    @Test
    void afterAnAnswerTheNextFailureIsNewsWhateverItSays() {
        assertTrue(news.isNews("does not answer", BEGIN));
        news.end();
        assertTrue(news.isNews("does not answer", BEGIN + 1));
    }
}
