package io.awe4lb.kernel.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A revision as a file: one line of JSON in a comment, then the text as submitted. So the file is itself a configuration, for eyes, for
 * {@code diff} and for {@code awe4lb run -c}; the text's hash tells whether it is whole.
 */
final class RevisionFile {

    /** Line breaks of YAML that are none of JSON (U+0085, U+2028) would end the comment. */
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final String COMMENT = "# ";

    private RevisionFile() {}

    /** It is not a whole revision; the message says why. */
    static final class DamagedException extends Exception {

        private static final long serialVersionUID = 1L;

        DamagedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    static byte[] write(Revision revision) throws IOException {
        byte[] text = revision.text().getBytes(StandardCharsets.UTF_8);
        ObjectNode header = JSON.createObjectNode();
        header.put("revision", revision.number());
        header.put("time", revision.time().toString());
        header.put("who", revision.who());
        header.put("source", revision.source().word());
        header.put("comment", revision.comment());
        revision.file().ifPresent(file -> header.put("file", file));
        revision.fileHash().ifPresent(hash -> header.put("fileHash", hash));
        header.put("sha256", hash(text));
        var file = new ByteArrayOutputStream();
        file.writeBytes((COMMENT + JSON.writeValueAsString(header) + "\n").getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(text);
        return file.toByteArray();
    }

    static Revision read(byte[] file) throws DamagedException {
        int end = 0;
        while (end < file.length && file[end] != '\n') {
            end++;
        }
        JsonNode header = header(new String(file, 0, end, StandardCharsets.UTF_8));
        byte[] text = Arrays.copyOfRange(file, Math.min(end + 1, file.length), file.length);
        if (!hash(text).equals(header.path("sha256").asText())) {
            throw new DamagedException("its text is not the one that was written", null);
        }
        return revision(header, new String(text, StandardCharsets.UTF_8));
    }

    /** What its first line says of it. The text is empty, and may be damaged. */
    static Revision readHeader(byte[] firstLine) throws DamagedException {
        return revision(header(new String(firstLine, StandardCharsets.UTF_8)), "");
    }

    private static JsonNode header(String line) throws DamagedException {
        if (!line.startsWith(COMMENT)) {
            throw new DamagedException("it does not begin with a line of JSON in a comment", null);
        }
        try {
            return JSON.readTree(line.substring(COMMENT.length()));
        } catch (JacksonException failure) {
            throw new DamagedException("its first line is no JSON", failure);
        }
    }

    private static Revision revision(JsonNode header, String text) throws DamagedException {
        try {
            return new Revision(header.path("revision").asLong(), Instant.parse(header.path("time").asText()), header.path("who").asText(),
                    header.path("comment").asText(), Source.valueOf(header.path("source").asText().toUpperCase(Locale.ROOT)), text,
                    optional(header.path("file")), optional(header.path("fileHash")));
        } catch (DateTimeParseException | IllegalArgumentException failure) {
            throw new DamagedException("its first line has a time or a source that is none", failure);
        }
    }

    private static Optional<String> optional(JsonNode value) {
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    private static String hash(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
