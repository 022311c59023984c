package io.awe4lb.plugins.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.EndSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What docs/end-reasons.md says, held against what the program does. */
class EndReasonsPageTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "end-reasons.md");

    @Test
    void everyReasonHasItsRowWithSideAndLettersInTheOrderOfTheEnum() throws IOException {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        for (EndReason reason : EndReason.values()) {
            String connected = TerminationState.of(reason, true);
            String before = TerminationState.of(reason, false);
            String letters = before.equals(connected) ? "`" + connected + "`" : "`" + before + "`, `" + connected + "`";
            expected.put("`" + reason.word() + "`", List.of(reason.side().map(EndSide::word).orElse("who ended first"), letters));
        }
        Map<String, List<String>> written = new LinkedHashMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
            if (cells.size() == 7 && cells.get(1).startsWith("`")) {
                written.put(cells.get(1), List.of(cells.get(2), cells.get(3)));
                cells.subList(4, 7).forEach(cell -> assertEquals(false, cell.isBlank(), line));
            }
        }
        assertEquals(expected, written);
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(written.keySet()));
    }
}
