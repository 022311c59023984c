package io.awe4lb.kernel.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of a directory that are a configuration: {@code awe4lb.yaml}, and {@code conf.d/*.yaml} in the order of their names. */
final class ConfigDirectory {

    private static final String MAIN = "awe4lb.yaml";
    private static final String MORE = "conf.d";

    private ConfigDirectory() {}

    /** In the order in which they are read; none if it is no such directory, which is reported then. */
    static List<Path> files(Path directory, Findings findings) {
        Path main = directory.resolve(MAIN);
        if (!Files.exists(main)) {
            String message = "has no " + MAIN + ": a directory is read as " + MAIN + " and " + MORE + "/*.yaml";
            findings.error(Code.UNREADABLE, whole(directory), message);
            return List.of();
        }
        List<Path> files = new ArrayList<>(List.of(main));
        files.addAll(parts(directory.resolve(MORE), findings));
        return files;
    }

    private static List<Path> parts(Path directory, Findings findings) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> visible = files.filter(file -> !name(file).startsWith(".")).sorted().toList();
            visible.stream()
                    .filter(file -> name(file).endsWith(".yml"))
                    .forEach(file -> findings.warning(Code.IGNORED_FILE, whole(file), "is not read: rename it to end in .yaml"));
            return visible.stream().filter(file -> name(file).endsWith(".yaml")).toList();
        } catch (IOException | UncheckedIOException failure) {
            findings.error(Code.UNREADABLE, whole(directory), "is not a directory that can be listed: " + failure.getMessage());
            return List.of();
        }
    }

    private static Place whole(Path path) {
        return new Place(Position.ofWhole(path.toString()), "");
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
