package io.awe4lb.kernel.config;

/**
 * A text that a regular expression may look at so many times and no more: one that goes back and forth ({@code (.*a){12}b}) would take years for
 * a name that a client has made up, on a thread that serves thousands.
 */
final class Patience implements CharSequence {

    /** Some hundred times what usual expressions take for the longest name. */
    private static final int LOOKS = 100_000;

    private final String text;
    private int looks;

    Patience(String text) {
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        if (++looks > LOOKS) {
            throw new IllegalStateException("a regular expression takes too long for the name " + text + ": write a simpler one");
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
