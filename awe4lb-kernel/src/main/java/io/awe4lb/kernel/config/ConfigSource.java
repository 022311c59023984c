package io.awe4lb.kernel.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one map of nodes from a file, or from a directory with {@code awe4lb.yaml} and {@code conf.d/*.yaml}. */
final class ConfigSource {

    /** Maps by id, which several files may add to. */
    static final Set<String> SHARED = Set.of("listeners", "pools");

    private final YamlReader.Substitution variables;
    private final Findings findings;

    ConfigSource(YamlReader.Substitution variables, Findings findings) {
        this.variables = variables;
        this.findings = findings;
    }

    /** What a file or directory says; null when it cannot be understood, which is reported then. */
    Node.@Nullable Mapping read(Path path) {
        return Files.isDirectory(path) ? directory(path) : file(path, false);
    }

    /** What a text says; null when it cannot be understood, which is reported then. */
    Node.@Nullable Mapping read(String name, String text) {
        return parse(name, text, false);
    }

    private Node.@Nullable Mapping directory(Path directory) {
        List<Path> files = ConfigDirectory.files(directory, findings);
        if (files.isEmpty()) {
            return null;
        }
        Node.Mapping merged = file(files.getFirst(), true);
        for (Path more : files.subList(1, files.size())) {
            Node.Mapping part = file(more, true);
            merged = merged == null || part == null ? null : merge(merged, part);
        }
        return merged;
    }

    private Node.@Nullable Mapping file(Path file, boolean isPart) {
        String text = ConfigText.read(file, findings);
        return text == null ? null : parse(file.toString(), text, isPart);
    }

    private Node.@Nullable Mapping parse(String file, String text, boolean isPart) {
        Node node = ConfigText.isPrintable(file, text, findings) ? YamlReader.read(file, text, variables, findings) : null;
        return switch (node) {
            case null -> null;
            case Node.Mapping mapping -> mapping;
            case Node.Null(var position) -> empty(position, isPart);
            default -> {
                String message = "expected a map of listeners, pools and more, found " + node.kind();
                findings.error(Code.WRONG_TYPE, new Place(node.position(), ""), message);
                yield null;
            }
        };
    }

    /** An empty file is most often one that was cut off; taking it for a wish would close every listener. */
    private Node.@Nullable Mapping empty(Position position, boolean isPart) {
        Place place = new Place(position, "");
        if (isPart) {
            findings.warning(Code.EMPTY_FILE, place, "the file has no content");
            return new Node.Mapping(position, new LinkedHashMap<>());
        }
        findings.error(Code.EMPTY_FILE, place, "the file has no content: write {} for a configuration with nothing in it");
        return null;
    }

    private Node.Mapping merge(Node.Mapping first, Node.Mapping second) {
        SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>(first.entries());
        second.entries().forEach((key, entry) -> {
            if (SHARED.contains(key) && entries.containsKey(key)) {
                Node.Entry before = entries.get(key);
                entries.put(key, new Node.Entry(before.position(), mergeShared(key, before.value(), entry.value())));
            } else {
                YamlReader.put(entries, key, entry, findings);
            }
        });
        return new Node.Mapping(first.position(), entries);
    }

    private Node mergeShared(String key, Node first, Node second) {
        return switch (second) {
            case Node.Null _, Node.Broken _ -> first;
            case Node.Mapping(_, var more) when first instanceof Node.Mapping(var position, var entries) -> {
                var both = new LinkedHashMap<>(entries);
                more.forEach((id, entry) -> YamlReader.put(both, id, entry, findings));
                yield new Node.Mapping(position, both);
            }
            case Node.Mapping _ when first instanceof Node.Null -> second;
            default -> {
                if (!(second instanceof Node.Mapping)) {
                    String message = "expected a map by id, found " + second.kind();
                    findings.error(Code.WRONG_TYPE, new Place(second.position(), "/" + key), message);
                }
                yield first;
            }
        };
    }
}
