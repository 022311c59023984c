package io.awe4lb.kernel.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What stands in a file, a character a byte, so that it can be compared and DER survives. */
final class FileText {

    private FileText() {}

    /** @throws IOException with a sentence that names the file */
    static String of(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            throw new IOException(file + " does not exist");
        } catch (AccessDeniedException _) {
            throw new IOException(file + " may not be read by this user");
        } catch (IOException failure) {
            throw new IOException(file + " cannot be read: " + failure.getMessage(), failure);
        }
    }
}
