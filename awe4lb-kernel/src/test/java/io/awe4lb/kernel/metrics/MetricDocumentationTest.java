package io.awe4lb.kernel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/metrics.md against the families. */
class MetricDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "metrics.md");
    /** What a label may be called: the contract's words, and what only the process as a whole has. */
    private static final Set<String> LABELS = Set.of("listener", "protocol", "pool", "backend", "direction", "reason", "state", "plugin",
            "result", "route", "loop", "target", "version", "java", "transport", "file", "issuer", "name", "resource");

    @Test
    void everyFamilyStandsInThePageAsItIs() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `awe4lb_")).toList();
        List<String> expected = Arrays.stream(Metric.values()).map(MetricDocumentationTest::row).toList();
        assertEquals(String.join("\n", expected), String.join("\n", rows));
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s | %s |".formatted(metric.publicName(), metric.type().name().toLowerCase(Locale.ROOT), metric.unit(),
                labels, metric.help());
    }

    @Test
    void everyReasonIsExplainedToWhoWatches() throws IOException {
        List<String> rows =
                Files.readAllLines(Path.of("..", "docs", "monitoring.md")).stream().filter(line -> line.matches("\\| `[a-z_]+` \\|.*"))
                        .map(line -> line.split("`")[1]).toList();
        List<String> reasons = Arrays.stream(EndReason.values()).map(EndReason::word).toList();
        assertEquals(reasons, rows.stream().filter(reasons::contains).toList());
    }

    @Test
    void labelsAreWordsOfTheContractAndNoneNamesAClient() {
        for (Metric metric : Metric.values()) {
            assertTrue(LABELS.containsAll(metric.labels()), () -> metric + " has " + metric.labels());
        }
    }

    @Test
    void namesAreOfOneKind() {
        for (Metric metric : Metric.values()) {
            assertTrue(metric.publicName().matches("awe4lb_[a-z]+(_[a-z]+)*"), metric::publicName);
            assertTrue(metric.unit().isEmpty() || metric.publicName().replaceFirst("_total$", "").endsWith("_" + metric.unit()),
                    () -> metric + " ends in its unit");
            assertTrue(!metric.help().endsWith("."), metric::help);
        }
    }
}
