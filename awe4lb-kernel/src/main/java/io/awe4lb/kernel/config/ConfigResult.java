package io.awe4lb.kernel.config;

import java.util.List;

/** What came of reading a configuration. */
public sealed interface ConfigResult {

    /**
     * It can be applied.
     *
     * @param config valid in itself
     * @param warnings by position
     */
    record Valid(BalancerConfig config, List<Finding> warnings) implements ConfigResult {}

    /**
     * It has errors.
     *
     * @param findings every error and every warning, by position
     */
    record Invalid(List<Finding> findings) implements ConfigResult {}

    /**
     * All that was found.
     *
     * @return by position
     */
    default List<Finding> findings() {
        return switch (this) {
            case Valid(_, var warnings) -> warnings;
            case Invalid(var findings) -> findings;
        };
    }
}
