package io.awe4lb.cli.client;

/** What others wrote, with nothing in it that a terminal would obey or that would begin a new line. */
final class OneLine {

    private OneLine() {}

    static String of(String text) {
        var line = new StringBuilder(text.length());
        text.chars().forEach(c -> line.append(isSafe(c) ? (char) c : ' '));
        return line.toString();
    }

    private static boolean isSafe(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL && type != Character.FORMAT && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
