package io.awe4lb.kernel.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of networks: one a line, written as in the configuration. What follows {@code #} or {@code ;} is a comment, as in the lists that
 * are published. Any thread; blocks on the disk.
 */
public final class NetworkFile {

    /** Networks that a file may have. */
    public static final int MOST = 10_000_000;

    /** What editors of Windows put before a text. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Takes what is read. */
    @FunctionalInterface
    public interface Taker {

        /**
         * The next one.
         *
         * @param network of the file
         * @throws IOException with a sentence, if it is too much
         */
        void take(Network network) throws IOException;
    }

    private NetworkFile() {}

    /**
     * Reads all of it.
     *
     * @param file as the user named it
     * @param networks is given each, in the order of the file
     * @return how many there are
     * @throws IOException with a sentence that names the file, and the line where it is not as it should be; that of the taker
     */
    public static int read(Path file, Taker networks) throws IOException {
        return read(file, Integer.MAX_VALUE, networks);
    }

    /**
     * Looks whether it can be used.
     *
     * @param file as the user named it
     * @param lines that are looked at, from the first one on
     * @throws IOException as of {@link #read}
     */
    static void check(Path file, int lines) throws IOException {
        read(file, lines, _ -> {});
    }

    private static int read(Path file, int most, Taker networks) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is not a regular file");
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            int count = 0;
            for (String line = first(lines); line != null && number < most; line = lines.readLine()) {
                number++;
                String text = line.substring(0, commentIn(line)).strip();
                if (!text.isEmpty()) {
                    networks.take(network(text, file, number));
                    count++;
                }
                if (count > MOST) {
                    throw new IOException("%s has more than %d networks".formatted(file, MOST));
                }
            }
            return count;
        } catch (MalformedInputException failure) {
            throw new IOException("%s is not %s text".formatted(file, StandardCharsets.UTF_8), failure);
        } catch (NoSuchFileException failure) {
            throw new IOException("%s does not exist".formatted(file), failure);
        } catch (AccessDeniedException failure) {
            throw new IOException("%s may not be read by the user that awe4lb runs as".formatted(file), failure);
        }
    }

    private static @Nullable String first(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        return line != null && line.startsWith(BYTE_ORDER_MARK) ? line.substring(BYTE_ORDER_MARK.length()) : line;
    }

    private static int commentIn(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '#' || line.charAt(i) == ';') {
                return i;
            }
        }
        return line.length();
    }

    private static Network network(String text, Path file, int line) throws IOException {
        try {
            return AddressText.network(text);
        } catch (Refused refused) {
            throw new IOException("%s, line %d: %s".formatted(file, line, refused.sentence()), refused);
        }
    }
}
