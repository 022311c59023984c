package io.awe4lb.kernel.issue;

import io.awe4lb.kernel.config.IssuedConfig;
import java.time.Instant;
import java.util.Optional;

/**
 * How it goes with a certificate that an issuer gives. Immutable.
 *
 * @param wanted by a listener, or by several
 * @param nextTry when it is asked for
 * @param failures in a row, from 0
 * @param lastError why the last try failed; empty if it did not
 */
public record IssuedStatus(IssuedConfig wanted, Instant nextTry, int failures, Optional<String> lastError) {}
