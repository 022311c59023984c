package io.awe4lb.kernel.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file, or a directory with {@code awe4lb.yaml} and {@code conf.d/*.yaml}, holds as a whole: the files that {@link ConfigReader}
 * reads, in its order. Whether it is a valid configuration is not asked. Any thread; blocks on the disk.
 */
public final class ConfigFiles {

    private ConfigFiles() {}

    /**
     * The files as one document.
     *
     * @param fileOrDirectory as the user named it
     * @return the file's text as it is; of a directory that of {@code awe4lb.yaml} with what the files of {@code conf.d} add to it, without
     *     their comments
     * @throws InvalidTextException if a file cannot be read, or files that are put together are not YAML or have the same id
     */
    public static String text(Path fileOrDirectory) throws InvalidTextException {
        var findings = new Findings();
        List<String> texts = new ArrayList<>();
        for (Path file : files(fileOrDirectory, findings)) {
            String text = ConfigText.read(file, findings);
            texts.add(text == null ? "" : text);
        }
        refuse(findings);
        if (texts.size() > 1) {
            new ConfigSource(text -> text, findings).read(fileOrDirectory); // the same id in two files
            refuse(findings);
        }
        return joined(texts);
    }

    /**
     * Tells whether anything in the files has changed. Content alone: times and inodes differ for reasons of their own where files are
     * mounted, copied or linked.
     *
     * @param fileOrDirectory as the user named it
     * @return SHA-256 over names and contents, in hexadecimal; empty while a file cannot be read, for which the reader has the reason
     */
    public static Optional<String> hash(Path fileOrDirectory) {
        var findings = new Findings();
        List<Path> files = files(fileOrDirectory, findings);
        try {
            return findings.hasErrors() ? Optional.empty() : Optional.of(hash(files));
        } catch (IOException | Refused _) { // the reader finds out what is the matter, for people
            return Optional.empty();
        }
    }

    private static List<Path> files(Path fileOrDirectory, Findings findings) {
        return Files.isDirectory(fileOrDirectory) ? ConfigDirectory.files(fileOrDirectory, findings) : List.of(fileOrDirectory);
    }

    private static String hash(List<Path> files) throws IOException, Refused {
        MessageDigest digest = sha256();
        for (Path file : files) {
            byte[] content = ConfigText.bytes(file);
            digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(ByteBuffer.allocate(5).putInt(1, content.length).array()); // no name has a zero in it
            digest.update(content);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
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
        return Rewriting.of(WrittenText.read(text), JsonScalar.normal(all));
    }

    /** Only maps by id are in several files. */
    private static JsonNode joined(JsonNode before, JsonNode more) {
        if (!(before instanceof ObjectNode first)) {
            return more;
        }
        return more instanceof ObjectNode second ? JsonNodeFactory.instance.objectNode().<ObjectNode>setAll(first).setAll(second) : first;
    }
}
