package io.awe4lb.kernel.config;

/** A piece of text that is not what it should be. Becomes a finding where the place is known. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final Code code;
    private final String sentence;

    Refused(Code code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
        this.sentence = sentence;
    }

    Code code() {
        return code;
    }

    String sentence() {
        return sentence;
    }
}
