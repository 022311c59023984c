package io.awe4lb.kernel.store;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Named contents, each written as a whole. Any thread may read at any time; whoever writes does so under its owner's lock. */
sealed interface Shelf {

    SortedSet<String> names() throws IOException;

    Optional<byte[]> read(String name) throws IOException;

    /** As {@link #read}, up to the first end of a line. */
    Optional<byte[]> firstLine(String name) throws IOException;

    void write(String name, byte[] content) throws IOException;

    void remove(String name) throws IOException;

    /** Keeps what cannot be read under another name, for people to look at. */
    void setAside(String name) throws IOException;

    /** For messages. */
    String place(String name);

    private static byte[] firstLine(InputStream content) throws IOException {
        var bytes = new BufferedReader(new InputStreamReader(content, StandardCharsets.ISO_8859_1)); // whose characters are the bytes
        String line = bytes.readLine();
        return line == null ? new byte[0] : line.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Files of a directory that exists. */
    record OnDisk(Path directory) implements Shelf {

        @Override
        public SortedSet<String> names() throws IOException {
            try (Stream<Path> files = Files.list(directory)) {
                return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
            }
        }

        @Override
        public Optional<byte[]> read(String name) throws IOException {
            try {
                return Optional.of(Files.readAllBytes(directory.resolve(name)));
            } catch (NoSuchFileException _) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<byte[]> firstLine(String name) throws IOException {
            try (InputStream file = Files.newInputStream(directory.resolve(name))) {
                return Optional.of(Shelf.firstLine(file));
            } catch (NoSuchFileException _) {
                return Optional.empty();
            }
        }

        @Override
        public void write(String name, byte[] content) throws IOException {
            AtomicFile.write(directory.resolve(name), content);
        }

        @Override
        public void remove(String name) throws IOException {
            AtomicFile.remove(directory.resolve(name));
        }

        @Override
        public void setAside(String name) throws IOException {
            Files.move(directory.resolve(name), directory.resolve(name + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public String place(String name) {
            return directory.resolve(name).toString();
        }
    }

    /** Nothing outlives the process. */
    record InMemory(ConcurrentSkipListMap<String, byte[]> contents) implements Shelf {

        InMemory() {
            this(new ConcurrentSkipListMap<>());
        }

        @Override
        public SortedSet<String> names() {
            return new TreeSet<>(contents.keySet());
        }

        @Override
        public Optional<byte[]> read(String name) {
            return Optional.ofNullable(contents.get(name));
        }

        @Override
        public Optional<byte[]> firstLine(String name) throws IOException {
            byte[] content = contents.get(name);
            return content == null ? Optional.empty() : Optional.of(Shelf.firstLine(new ByteArrayInputStream(content)));
        }

        @Override
        public void write(String name, byte[] content) {
            contents.put(name, content);
        }

        @Override
        public void remove(String name) {
            contents.remove(name);
        }

        @Override
        public void setAside(String name) {
            contents.remove(name);
        }

        @Override
        public String place(String name) {
            return name;
        }
    }
}
