package io.awe4lb.cli;

import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.config.Severity;
import java.util.List;

/** Whether a configuration is refused for a plugin's fault. */
final class PluginFindings {

    private PluginFindings() {}

    /** True if every error is one of a plugin: it failed itself, or did not load and so its type is not known. */
    static boolean areAll(List<Finding> findings, boolean pluginFailed) {
        return findings.stream().filter(finding -> finding.severity() == Severity.ERROR).allMatch(
                finding -> finding.code().equals("plugin-failed") || pluginFailed && finding.code().equals("unknown-type"));
    }
}
