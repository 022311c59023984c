package io.awe4lb.kernel.plugin;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pf4j.PluginRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds {@code *.jar} in plugin directories: the directories in the order given, the files of each in the order of their names. */
final class DirectoryScan implements PluginRepository {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryScan.class);

    private final List<Path> directories;

    DirectoryScan(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    /** Everything that is called {@code *.jar}, also directories and dangling links: what is no plugin is said, not skipped. */
    @Override
    public List<Path> getPluginPaths() {
        List<Path> jars = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                var what = Files.exists(directory) ? "is not a directory" : "does not exist";
                LOG.warn("plugin directory {} {}: no plugin comes from it", directory, what);
                continue;
            }
            try {
                if (seen.add(directory.toRealPath())) { // a directory given twice is scanned once
                    jars.addAll(jarsIn(directory));
                }
            } catch (IOException unreadable) {
                LOG.warn("plugin directory {} cannot be read ({}): no plugin comes from it", directory, unreadable.toString());
            }
        }
        return jars;
    }

    private static List<Path> jarsIn(Path directory) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (var files = Files.newDirectoryStream(directory, "*.jar")) {
            files.forEach(jars::add);
        } catch (DirectoryIteratorException interrupted) {
            throw interrupted.getCause();
        }
        jars.sort(null);
        return jars;
    }

    @Override
    public boolean deletePluginPath(Path jar) {
        throw new UnsupportedOperationException("awe4lb deletes no plugin: " + jar);
    }
}
