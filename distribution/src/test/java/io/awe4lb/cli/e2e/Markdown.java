package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The fenced blocks of a page.
 *
 * @param blocks in their order
 */
record Markdown(List<Block> blocks) {

    /**
     * A fenced block.
     *
     * @param language the word behind the fence, empty if there is none
     * @param section the last heading before it, without its signs
     * @param line of the page where the text begins, from 1
     * @param text with its last line end
     */
    record Block(String language, String section, int line, String text) {}

    static Markdown of(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        String section = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("#")) {
                section = line.replaceFirst("^#+ *", "");
            } else if (line.startsWith("```")) {
                int begin = i + 1;
                int end = begin + lines.subList(begin, lines.size()).indexOf("```");
                if (end < begin) {
                    throw new AssertionError(page + ":" + begin + ": the block is not closed");
                }
                blocks.add(new Block(line.substring(3).strip(), section, begin + 1, String.join("\n", lines.subList(begin, end)) + "\n"));
                i = end;
            }
        }
        return new Markdown(blocks);
    }

    Markdown section(String heading) {
        return new Markdown(blocks.stream().filter(block -> block.section().equals(heading)).toList());
    }

    /** The text of the first block in a language. */
    String block(String language) {
        return blocks.stream().filter(block -> block.language().equals(language)).findFirst().orElseThrow().text();
    }
}
