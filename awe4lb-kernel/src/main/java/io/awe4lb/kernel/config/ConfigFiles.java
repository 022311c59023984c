package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The files of a configuration as one document.
 *
 * @param text the file's as it is; of a directory that of {@code awe4lb.yaml} with what the files of {@code conf.d} add to it, without
 *     their comments
 * @param hash SHA-256 over the names and contents of the files, in hexadecimal
 * @param files in the order in which they are read
 */
public record ConfigFiles(String text, String hash, List<Path> files) {

    /**
     * Reads a file, or a directory with {@code awe4lb.yaml} and {@code conf.d/*.yaml}. Whether the configuration is valid is not asked.
     *
     * @param fileOrDirectory as the user named it
     * @return its text
     * @throws InvalidTextException if a file cannot be read, or files that are put together are not YAML or have the same id
     */
    public static ConfigFiles read(Path fileOrDirectory) throws InvalidTextException {
        var findings = new Findings();
        List<Path> files = Files.isDirectory(fileOrDirectory) ? ConfigDirectory.files(fileOrDirectory, findings) : List.of(fileOrDirectory);
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            String text = ConfigText.read(file, findings);
            texts.add(text == null ? "" : text);
        }
        refuse(findings);
        if (files.size() > 1) {
            new ConfigSource(text -> text, findings).read(fileOrDirectory); // the same id in two files
            refuse(findings);
        }
        return new ConfigFiles(joined(texts), hash(files, texts), files);
    }

    private static void refuse(Findings findings) throws InvalidTextException {
        if (findings.hasErrors()) {
            throw new InvalidTextException(findings.sorted());
        }
    }

    private static String joined(List<String> texts) throws InvalidTextException {
        String text = texts.getFirst();
        if (texts.size() == 1) {
            return text;
        }
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (String part : texts) {
            for (Map.Entry<String, JsonNode> entry : ConfigEdit.tree(part).properties()) {
                all.set(entry.getKey(), joined(all.path(entry.getKey()), entry.getValue()));
            }
        }
        return Rewriting.of(text, JsonScalar.normal(all));
    }

    /** Only maps by id are in several files. */
    private static JsonNode joined(JsonNode before, JsonNode more) {
        if (!(before instanceof ObjectNode first)) {
            return more;
        }
        return more instanceof ObjectNode second ? JsonNodeFactory.instance.objectNode().<ObjectNode>setAll(first).setAll(second) : first;
    }

    private static String hash(List<Path> files, List<String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < files.size(); i++) {
                byte[] content = texts.get(i).getBytes(StandardCharsets.UTF_8);
                String head = files.get(i).getFileName() + "\n" + content.length + "\n"; // no content passes for another file's name
                digest.update(head.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("every Java has SHA-256", failure);
        }
    }
}
