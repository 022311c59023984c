package io.awe4lb.kernel.config;

import java.util.List;

/** Adds to and removes from maps in braces and lists in brackets. */
final class FlowEdit {

    private final String text;
    private final YamlSpace space;
    private final Splices splices;

    FlowEdit(String text, YamlSpace space, Splices splices) {
        this.text = text;
        this.space = space;
        this.splices = splices;
    }

    /** Takes some of the parts that commas separate away, but never all. */
    void remove(List<Span> all, List<Span> removed) throws Uneditable {
        if (removed.size() == all.size()) {
            throw new Uneditable();
        }
        boolean isTail = !isComma(space.skip(all.getLast().end()));
        for (int i = all.size() - 1; i >= 0; i--) {
            if (removed.contains(all.get(i))) {
                remove(all, i, isTail);
            } else {
                isTail = false;
            }
        }
    }

    /** Adds parts after one, within what ends with a bracket or brace before an offset. */
    void add(Span before, int end, List<String> added) {
        if (added.isEmpty()) {
            return;
        }
        int column = space.isFirstInLine(before.start()) ? space.column(before.start()) : -1;
        String separator = column < 0 ? " " : space.lineBreak() + " ".repeat(column);
        String more = String.join("," + separator, added);
        int next = space.skip(before.end());
        boolean isBeforeEnd = isComma(next) && space.skip(next + 1) == end - 1;
        if (isBeforeEnd) {
            splices.insert(next + 1, separator + more + ","); // as the last one has a comma
        } else {
            splices.insert(before.end(), "," + separator + more);
        }
    }

    /** Where nothing that stays follows, the comma before it goes with it, else the one after it. */
    private void remove(List<Span> parts, int index, boolean isTail) throws Uneditable {
        Span part = parts.get(index);
        int start = part.start();
        int end = part.end();
        if (isTail) {
            int comma = comma(parts.get(index - 1).end());
            splices.delete(comma, comma + 1);
        } else {
            end = comma(end) + 1;
        }
        if (space.isFirstInLine(start) && space.isLastInLine(end)) {
            splices.delete(space.lineStart(start), space.nextLine(end));
        } else if (isTail) {
            splices.delete(afterSpaceBefore(start, parts.get(index - 1).end()), end);
        } else {
            splices.delete(start, afterSpaces(end));
        }
    }

    private int comma(int from) throws Uneditable {
        int at = space.skip(from);
        if (!isComma(at)) {
            throw new Uneditable();
        }
        return at;
    }

    private boolean isComma(int at) {
        return at < text.length() && text.charAt(at) == ',';
    }

    private int afterSpaces(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    /** Spaces before a part, but never back over the comma that was removed by itself. */
    private int afterSpaceBefore(int start, int from) {
        int at = start;
        while (at > from && text.charAt(at - 1) == ' ') {
            at--;
        }
        return at;
    }
}
