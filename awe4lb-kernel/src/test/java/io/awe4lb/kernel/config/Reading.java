package io.awe4lb.kernel.config;

import java.util.List;
import java.util.Map;

/** Reads texts with fake providers and a few variables. */
final class Reading {

    static final Map<String, String> VARIABLES = Map.of("POOL", "web", "EMPTY", "", "PORT", "8080", "RISE", "5", "ODD", "${POOL} $${");

    private Reading() {}

    static ConfigReader reader() {
        return new ConfigReader(FakeProviders.all(), VARIABLES::get);
    }

    static ConfigResult read(String text) {
        return reader().read("f", text);
    }

    static BalancerConfig valid(String text) {
        return switch (read(text)) {
            case ConfigResult.Valid(var config, _) -> config;
            case ConfigResult.Invalid(var findings) -> throw new AssertionError(findings);
        };
    }

    static PoolConfig pool(String options) {
        return valid("pools:\n  web:\n    " + options.replace("\n", "\n    ") + "\n").pools().get("web");
    }

    /** Findings as they are shown, without the file's name. */
    static List<String> findings(String text) {
        return read(text).findings().stream().map(finding -> finding.toString().substring("f:".length())).toList();
    }

    static List<String> codes(String text) {
        return read(text).findings().stream().map(Finding::code).toList();
    }
}
