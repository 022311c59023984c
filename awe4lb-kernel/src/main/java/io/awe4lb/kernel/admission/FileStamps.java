package io.awe4lb.kernel.admission;

import io.awe4lb.kernel.config.AccessRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tells that files have changed without reading them, which would cost much where they are long: their times, their sizes, and which
 * files they are, also where a link is exchanged.
 *
 * @param stamps by file
 */
record FileStamps(Map<Path, Stamp> stamps) {

    /**
     * Of one file.
     *
     * @param modified when it was written
     * @param size in bytes
     * @param key which file it is, where the system tells
     */
    record Stamp(FileTime modified, long size, @Nullable Object key) {

        /** There is no such file, or nobody may look. */
        static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), -1, null);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
            } catch (IOException _) { // whoever reads it finds out what is the matter, for people
                return MISSING;
            }
        }
    }

    /** Of every file that rules name, now. */
    static FileStamps of(List<AccessRule> rules) {
        Map<Path, Stamp> stamps = new LinkedHashMap<>();
        for (AccessRule rule : rules) {
            if (rule.who() instanceof AccessRule.Listed(var file)) {
                stamps.put(file, Stamp.of(file));
            }
        }
        return new FileStamps(stamps);
    }
}
