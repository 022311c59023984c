package io.awe4lb.kernel.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds to and removes from maps and lists that have lines of their own for each entry. */
final class BlockEdit {

    private final YamlSpace space;
    private final Splices splices;

    BlockEdit(YamlSpace space, Splices splices) {
        this.space = space;
        this.splices = splices;
    }

    /** Takes some of the entries or items away, but never all. Spans are from the key or dash to after the value. */
    void remove(List<Span> all, List<Span> removed) throws Uneditable {
        if (removed.size() == all.size()) {
            throw new Uneditable();
        }
        int column = space.column(all.getFirst().start());
        for (Span span : removed) {
            remove(span, span.equals(all.getFirst()) ? all.get(1) : null, column);
        }
    }

    /** Adds lines, of which each has no indentation before the first one, below an entry or item. */
    void add(Span above, int column, List<String> added) throws Uneditable {
        if (added.isEmpty()) {
            return;
        }
        if (!space.isLastInLine(above.end())) {
            throw new Uneditable();
        }
        String indent = " ".repeat(column);
        String lines = indent + String.join(space.lineBreak() + indent, added);
        splices.insertLines(space, space.afterDeeperComments(above.end(), column), lines);
    }

    private void remove(Span span, @Nullable Span afterFirst, int column) throws Uneditable {
        if (afterFirst != null && !space.isFirstInLine(span.start())) {
            removeAfterDash(span, afterFirst);
            return;
        }
        if (!space.isFirstInLine(span.start()) || !space.isLastInLine(span.end())) {
            throw new Uneditable();
        }
        int from = withComments(span.start(), column);
        int to = space.afterDeeperComments(span.end(), column);
        splices.delete(withoutSecondBlankLine(from, to), to);
    }

    /** The next one moves up, unless a comment is above it. */
    private void removeAfterDash(Span span, Span next) {
        boolean isCommentBetween = space.skipBlank(space.lineEnd(span.end())) < next.start();
        splices.delete(span.start(), isCommentBetween ? space.lineEnd(span.end()) : next.start());
    }

    /** From the comments directly above on, but never those that the text begins with: they are about all of it. */
    private int withComments(int start, int column) {
        int from = space.lineStart(start);
        boolean isFirst = space.skip(0) == start;
        while (!isFirst && from > 0 && space.commentColumn(space.lineStart(from - 1)) == column) {
            from = space.lineStart(from - 1);
        }
        return from;
    }

    private int withoutSecondBlankLine(int from, int to) {
        int above = from > 0 ? space.lineStart(from - 1) : 0;
        boolean isBlankBelow = space.isEnd(to) || space.isBlankLine(to);
        return from > 0 && isBlankBelow && space.isBlankLine(above) ? above : from;
    }
}
