package io.awe4lb.kernel.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/events.md has a row for every type, in its order. */
class EventDocumentationTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "events.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

    @Test
    void everyTypeIsExplained() throws IOException {
        String types = Files.readString(DOCUMENT).split("\n## Types\n", 2)[1];
        List<String> rows = ROW.matcher(types).results().map(match -> match.group(1)).toList();
        assertEquals(Stream.of(EventType.values()).map(EventType::word).toList(), rows);
    }
}
