package io.awe4lb.kernel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportingTest {

    private final Exporters exporters = new Exporters("prometheus");
    private final Exporters others = new Exporters("other");

    private Measured serving(String text) throws Exception {
        return Measured.serving(text, exporters, others);
    }

    @Test
    void whereNothingIsWrittenThereIsOneForPrometheus() throws Exception {
        try (var measured = serving("{}"); Exporting exporting = measured.exporting().begin()) {
            assertEquals(List.of("open ", "start "), exporters.done());
            assertTrue(exporting.page().isPresent());
        }
        assertEquals(List.of("open ", "start ", "close "), exporters.done());
    }

    @Test
    void anEmptyMapMeansNobody() throws Exception {
        try (var measured = serving("metrics: { exporters: {} }"); Exporting exporting = measured.exporting().begin()) {
            assertEquals(List.of(), exporters.done());
            assertTrue(exporting.page().isEmpty());
        }
    }

    @Test
    void oneThatDoesNotChangeStaysAndOneThatChangesIsOpenedBeforeTheOldOneIsClosed() throws Exception {
        try (var measured = serving("metrics: { exporters: { a: { type: prometheus, name: a }, b: { type: other, name: b } } }");
                Exporting _ = measured.exporting().begin()) {
            assertInstanceOf(Outcome.Applied.class, measured.becomes(
                    "metrics: { exporters: { a: { type: prometheus, name: a }, b: { type: other, name: c } } }"));
            assertEquals(List.of("open a", "start a"), exporters.done());
            assertEquals(List.of("open b", "start b", "open c", "start c", "close b"), others.done());
            assertInstanceOf(Outcome.Applied.class, measured.becomes("metrics: { exporters: { b: { type: other, name: c } } }"));
            assertEquals(List.of("open a", "start a", "close a"), exporters.done());
        }
    }

    @Test
    void aChangeThatAnExporterCannotGoAlongWithIsRefusedAsAWhole() throws Exception {
        try (var measured = serving("metrics: { exporters: { a: { type: other, name: a } } }");
                Exporting _ = measured.exporting().begin()) {
            Outcome outcome = measured.becomes(
                    "metrics: { exporters: { b: { type: other, name: b }, c: { type: other, name: busy } } }");
            ChangeException refusal = assertInstanceOf(Outcome.Refused.class, outcome).why();
            assertEquals("metrics exporter c: the address is in use", refusal.getMessage());
            assertEquals("/metrics/exporters/c", refusal.pointer());
            assertEquals(List.of("open a", "start a", "open b", "close busy", "close b"), others.done());
        }
    }

    @Test
    void oneThatIsOnlyTriedOutNeverStarts() throws Exception {
        try (var measured = serving("{}"); Exporting _ = measured.exporting().begin()) {
            assertInstanceOf(Outcome.Checked.class, measured.wouldBecome("metrics: { exporters: { a: { type: other, name: a } } }"));
            assertEquals(List.of("open a", "close a"), others.done());
        }
    }

    @Test
    void aBugOfAPluginRefusesTheChange() throws Exception {
        try (var measured = serving("{}"); Exporting _ = measured.exporting().begin()) {
            Outcome outcome = measured.becomes("metrics: { exporters: { a: { type: other, name: bug } } }");
            assertEquals(ChangeException.Reason.PLUGIN, assertInstanceOf(Outcome.Refused.class, outcome).why().reason());
        }
    }

    @Test
    void atTheStartClientsComeFirstAndTheExporterIsTriedAgain() throws Exception {
        others.busy = true;
        try (var measured = serving(
                "metrics: { exporters: { a: { type: other, name: a }, b: { type: prometheus, name: b } } }");
                Exporting exporting = measured.exporting().begin()) {
            assertEquals(List.of("metrics: exporter a is missing: metrics exporter a: the address is in use"), measured.told());
            assertEquals(List.of("metrics exporter a: the address is in use"), exporting.missing());
            assertEquals(List.of("open b", "start b"), exporters.done(), "one that can does not wait for one that cannot");
            others.busy = false;
            Eventually.until("it exports", () -> others.done().contains("start a"));
            Eventually.until("it is told", () -> measured.told().contains("metrics: exporter a is there"));
            assertEquals(List.of("open b", "start b"), exporters.done());
            assertEquals(List.of(), exporting.missing());
        }
    }

    @Test
    void oneThatIsMissingSinceTheStartRefusesNoChangeOfSomethingElse() throws Exception {
        others.busy = true;
        String missing = "a: { type: other, name: a }";
        try (var measured = serving("metrics: { exporters: { " + missing + " } }"); Exporting exporting = measured.exporting().begin()) {
            assertInstanceOf(Outcome.Applied.class, measured.becomes(
                    "metrics: { exporters: { " + missing + ", b: { type: prometheus, name: b } } }"));
            assertEquals(List.of("open b", "start b"), exporters.done());
            assertEquals(1, exporting.missing().size());
            assertInstanceOf(Outcome.Refused.class, measured.becomes("metrics: { exporters: { a: { type: other, name: c } } }"));
            assertInstanceOf(Outcome.Applied.class, measured.becomes("metrics: { exporters: { b: { type: prometheus, name: b } } }"));
            assertEquals(List.of(), exporting.missing());
        }
    }

    @Test
    void whatBecomesOfSendingIsToldWhenItIsNew() throws Exception {
        try (var measured = serving("metrics: { exporters: { a: { type: other, name: a } } }");
                Exporting _ = measured.exporting().begin()) {
            others.log.failed("nobody listens");
            others.log.failed("nobody listens");
            others.log.sent();
            others.log.sent();
            assertEquals(List.of("metrics: exporter a fails: nobody listens", "metrics: exporter a works again"), measured.told());
        }
    }
}
