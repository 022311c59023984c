package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.config.Position;
import io.awe4lb.kernel.config.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginFindingsTest {

    private static final Finding WARNING = finding(Severity.WARNING, "unused-pool");
    private static final Finding PLUGIN_FAILED = finding(Severity.ERROR, "plugin-failed");
    private static final Finding UNKNOWN_TYPE = finding(Severity.ERROR, "unknown-type");
    private static final Finding UNKNOWN_KEY = finding(Severity.ERROR, "unknown-key");

    @Test
    void aPluginThatFailsOnItsOptionsIsToBlame() {
        assertTrue(PluginFindings.areAll(List.of(WARNING, PLUGIN_FAILED), false));
    }

    @Test
    void anUnknownTypeIsTheFaultOfAPluginOnlyWhereOneDidNotLoad() {
        assertTrue(PluginFindings.areAll(List.of(UNKNOWN_TYPE), true));
        assertFalse(PluginFindings.areAll(List.of(UNKNOWN_TYPE), false));
    }

    @Test
    void anyOtherErrorIsTheConfigurationsOwn() {
        assertFalse(PluginFindings.areAll(List.of(PLUGIN_FAILED, UNKNOWN_KEY), true));
    }

    private static Finding finding(Severity severity, String code) {
        return new Finding(severity, new Position("a.yaml", 1, 1), "", code, "Something.");
    }
}
