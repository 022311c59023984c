package io.awe4lb.kernel.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Certificates that were issued, each with its key in one file of PEM in {@code certificates/}, and what issuers keep for themselves. Any
 * thread; one at a time writes a name.
 */
public final class IssuedFiles {

    private final Shelf shelf;

    IssuedFiles(Shelf shelf) {
        this.shelf = shelf;
    }

    /**
     * Reads a file.
     *
     * @param name of letters, digits, dots and hyphens
     * @return empty if there is none
     * @throws IOException with a sentence that names it, if it cannot be read
     */
    public Optional<byte[]> read(String name) throws IOException {
        try {
            return shelf.read(name);
        } catch (IOException refused) {
            throw new IOException("%s cannot be read: %s".formatted(place(name), Reason.of(refused)), refused);
        }
    }

    /**
     * Reads a file of text.
     *
     * @param name as above
     * @return empty if there is none
     * @throws IOException as above
     */
    public Optional<String> text(String name) throws IOException {
        return read(name).map(content -> new String(content, StandardCharsets.US_ASCII));
    }

    /**
     * Writes a file, or replaces it. Readable by this user alone. Blocks on the disk.
     *
     * @param name as above
     * @param content all of it
     * @throws IOException with a sentence, if that is not possible: what was there before is untouched
     */
    public void write(String name, byte[] content) throws IOException {
        shelf.write(name, content);
    }

    /**
     * Where a file is, for people.
     *
     * @param name as above
     * @return its path; the name alone where nothing outlives the process
     */
    public String place(String name) {
        return shelf.place(name);
    }
}
