package io.awe4lb.plugins.health.probe;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import io.awe4lb.plugins.health.conversation.Excerpt;

/** Says what is wrong with an answer. */
final class Wrong {

    private Wrong() {}

    static AnswerFailure of(byte[] answer, Expected expected) {
        return wrong("it answered %s, expected %s", answer, expected);
    }

    static AnswerFailure late(byte[] answer, Expected expected) {
        return wrong("until the time was over it answered %s, expected %s", answer, expected);
    }

    static AnswerFailure ended(byte[] answer, Expected expected) {
        return wrong("it answered %s and ended the connection, expected %s", answer, expected);
    }

    static AnswerFailure tooLong(byte[] answer, Expected expected) {
        return wrong("the first " + answer.length + " bytes of its answer, which begins with %s, are not as expected: %s", answer,
                expected);
    }

    private static AnswerFailure wrong(String sentence, byte[] answer, Expected expected) {
        return new AnswerFailure("answer_wrong", sentence.formatted(Excerpt.of(answer), expected));
    }
}
