package io.awe4lb.kernel.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A configuration that was in force.
 *
 * @param number from 1; grows by one with each, never used twice
 * @param time when it was made
 * @param who made it: a token's id, {@code HUP}, {@code watch}, {@code start}
 * @param comment of who made it, or empty
 * @param source where it came from
 * @param text exactly as submitted, comments and all; empty in a {@linkplain Revisions#list list}
 * @param file absolute path of the configuration file that was applied last, with this revision or before it; empty if none was
 * @param fileHash of that file's content then
 */
public record Revision(
        long number,
        Instant time,
        String who,
        String comment,
        Source source,
        String text,
        Optional<String> file,
        Optional<String> fileHash) {}
