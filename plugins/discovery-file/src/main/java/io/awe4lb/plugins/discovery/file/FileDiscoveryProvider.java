package io.awe4lb.plugins.discovery.file;

import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Makes discoveries that read a file. */
public final class FileDiscoveryProvider implements DiscoveryProvider {

    static final Option<String> PATH = Option.required("path", new OptionType.TextType(),
            "The file; a relative path begins where awe4lb was started.");
    static final Option<Format> FORMAT = Option.choice("format", Format.LINES,
            "How it is written: `lines`, a backend a line, or a list in `json` or `yaml`.");

    /** For the service loader. */
    public FileDiscoveryProvider() {}

    @Override
    public String type() {
        return "file";
    }

    @Override
    public String description() {
        return "The backends that stand in a file.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(PATH, FORMAT);
    }

    @Override
    public Discovery create(Options options) {
        return new FileDiscovery(path(options.get(PATH)), options.get(FORMAT));
    }

    private static Path path(String text) {
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException _) { // told below
        }
        throw new IllegalArgumentException("path: this is the name of no file: write path: /path/to/file");
    }
}
