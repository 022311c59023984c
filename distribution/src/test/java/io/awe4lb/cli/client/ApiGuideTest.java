package io.awe4lb.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/api.md says what openapi.yaml says. */
class ApiGuideTest {

    private static final Path PAGE = Path.of(System.getProperty("awe4lb.root"), "docs/api.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d{3}) \\| `([a-z-]+)` \\|");
    private static final Pattern REQUEST = Pattern.compile("\\$AWE4LB_SERVER(/[^\"?\\s)]*)");

    private static List<MatchResult> all(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE)).results().toList();
    }

    @Test
    void everyCodeOfAProblemIsExplainedOnce() throws IOException {
        List<String> explained = all(ROW).stream().map(row -> row.group(2)).toList();
        assertEquals(Contract.WRITTEN.problemCodes(), new TreeSet<>(explained));
        assertEquals(explained.size(), Set.copyOf(explained).size(), explained::toString);
    }

    @Test
    void everyPathThatIsAskedForExists() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (MatchResult request : all(REQUEST)) {
            if (!Contract.WRITTEN.hasPath(request.group(1))) {
                unknown.add(request.group(1));
            }
        }
        assertEquals(List.of(), unknown);
    }
}
