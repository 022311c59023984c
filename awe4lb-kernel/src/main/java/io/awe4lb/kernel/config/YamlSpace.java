package io.awe4lb.kernel.config;

/** What stands between values: white space and comments, line by line. */
final class YamlSpace {

    private final String text;
    private final String lineBreak;

    YamlSpace(String text) {
        this.text = text;
        int first = text.indexOf('\n');
        this.lineBreak = first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }

    /** As the first line ends. */
    String lineBreak() {
        return lineBreak;
    }

    /** The first offset that is neither white space nor in a comment. */
    static int skip(String text, int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#' && (at == 0 || Character.isWhitespace(text.charAt(at - 1)))) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    int skip(int from) {
        return skip(text, from);
    }

    /** The first offset that is not white space. */
    int skipBlank(int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The offset after the last character of a line, before its line break. */
    int lineEnd(int offset) {
        int end = text.indexOf('\n', offset);
        if (end < 0) {
            return text.length();
        }
        return end > offset && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    int lineStart(int offset) {
        return text.lastIndexOf('\n', offset - 1) + 1;
    }

    /** The start of the next line; the end of the text after the last one. */
    int nextLine(int offset) {
        int end = text.indexOf('\n', offset);
        return end < 0 ? text.length() : end + 1;
    }

    int column(int offset) {
        return offset - lineStart(offset);
    }

    /** Whether nothing but white space stands before an offset in its line. */
    boolean isFirstInLine(int offset) {
        return text.substring(lineStart(offset), offset).isBlank();
    }

    /** Whether nothing but white space and a comment follow an offset in its line. */
    boolean isLastInLine(int offset) {
        return skip(offset) >= lineEnd(offset);
    }

    /** The column of the comment that a line consists of; -1 for another line, the end of the text among them. */
    int commentColumn(int lineStart) {
        int at = lineStart;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() && text.charAt(at) == '#' ? at - lineStart : -1;
    }

    /** Whether a line is there and has nothing in it. */
    boolean isBlankLine(int lineStart) {
        return lineStart < text.length() && text.substring(lineStart, lineEnd(lineStart)).isBlank();
    }

    /** The offset after a line's comments below it that are indented deeper than a column, which belong to what ends in that line. */
    int afterDeeperComments(int offset, int column) {
        int at = nextLine(offset);
        while (commentColumn(at) > column) {
            at = nextLine(at);
        }
        return at;
    }

    boolean isEnd(int offset) {
        return offset >= text.length();
    }

    /** Whether a line begins at an offset: it does not at the end of a text without a last line break. */
    boolean isLineStart(int offset) {
        return offset == 0 || text.charAt(offset - 1) == '\n';
    }
}
