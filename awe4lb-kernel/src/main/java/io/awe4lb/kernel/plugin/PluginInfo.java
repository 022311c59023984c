package io.awe4lb.kernel.plugin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One jar of a plugin directory and what became of it. Holds no class of the plugin.
 *
 * @param id {@code Plugin-Id}; the file's name where the manifest tells none
 * @param version {@code Plugin-Version}; empty where the manifest tells none
 * @param description {@code Plugin-Description}; empty where the manifest tells none
 * @param path the jar as it was found
 * @param state whether its types can be used
 * @param reason the state's reason
 * @param sentence the reason in words; for a failed plugin also what to do about it
 * @param since when it came into this state
 * @param types what it provides, for example {@code strategy round-robin}; empty if it failed
 */
public record PluginInfo(
        String id,
        String version,
        String description,
        Path path,
        State state,
        Reason reason,
        String sentence,
        Instant since,
        List<String> types) {

    /** Copies the list. */
    public PluginInfo {
        types = List.copyOf(types);
    }

    /** Whether a plugin's types can be used: all of them or none. */
    public enum State {
        /** Its types can be used. */
        STARTED,
        /** None of its types exists. */
        FAILED;

        /**
         * The state as it is shown.
         *
         * @return in lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why a plugin is in its state. */
    public enum Reason {
        /** Everything went well. */
        LOADED,
        /** The file cannot be opened, or is none. */
        UNREADABLE,
        /** The file is no zip archive, or not all of one. */
        NOT_A_JAR,
        /** The manifest is missing, or lacks a line that a plugin needs, or such a line is malformed. */
        MANIFEST_INVALID,
        /** {@code Plugin-Requires} does not hold for the version of the SPI. */
        SPI_VERSION,
        /** An earlier jar has the same {@code Plugin-Id}. */
        DUPLICATE_ID,
        /** There is no {@code module-info.class}. */
        NO_MODULE,
        /** The module cannot be made: its descriptor is broken, or it has a package that it also reads from another module. */
        MODULE_INVALID,
        /** A module that it requires does not exist, or is not for plugins. */
        MODULE_MISSING,
        /** A module of the JDK that it requires is not part of the running program. */
        JDK_MODULE_MISSING,
        /** It was compiled for a newer Java. */
        JAVA_VERSION,
        /** It provides nothing. */
        NO_PROVIDER,
        /** A provider could not be made, or threw. */
        PROVIDER_FAILED,
        /** A provider says something about itself that is not allowed. */
        PROVIDER_INVALID,
        /** A provider of the same kind and type is there already. */
        DUPLICATE_TYPE,
        /** Something that nobody thought of. */
        INTERNAL_ERROR;

        /**
         * The reason as it is shown.
         *
         * @return in lower case with underscores
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
