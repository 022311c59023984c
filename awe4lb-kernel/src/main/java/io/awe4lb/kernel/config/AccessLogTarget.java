package io.awe4lb.kernel.config;

import io.awe4lb.spi.Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the lines of an access log go. Equal ones are one place. */
public sealed interface AccessLogTarget {

    /** Standard output. */
    record Stdout() implements AccessLogTarget {

        @Override
        public String toString() {
            return "stdout";
        }
    }

    /**
     * A file, appended to.
     *
     * @param path absolute, without dots
     * @param maxSize bytes from which it is put aside for a new one; empty: that is left to others
     * @param keep how many that were put aside are kept, 1 or more
     */
    record File(Path path, OptionalLong maxSize, int keep) implements AccessLogTarget {

        /**
         * What is in the way of opening it, as far as that can be seen without doing it. May wait for a file system.
         *
         * @return the path that it is about, and what it is; empty: nothing
         */
        public Optional<String> obstacle() {
            Path directory = Objects.requireNonNull(path.getParent(), "an absolute path has one, but for the root, which is a directory");
            if (!Files.isDirectory(directory)) {
                return Optional.of(directory + ": no such directory");
            }
            if (Files.isDirectory(path)) {
                return Optional.of(path + ": is a directory");
            }
            boolean exists = Files.exists(path);
            if (!Files.isWritable(exists ? path : directory)) {
                return Optional.of((exists ? path : directory) + ": may not be written by this user");
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * A syslog server.
     *
     * @param server resolved when it is connected to
     * @param protocol how messages get there
     * @param facility of every message
     */
    record Syslog(Address.Inet server, SyslogProtocol protocol, Facility facility) implements AccessLogTarget {

        @Override
        public String toString() {
            return "syslog " + protocol.name().toLowerCase(Locale.ROOT) + " " + server;
        }
    }

    /** How syslog messages travel. */
    enum SyslogProtocol {
        /** A datagram a message (RFC 5426). */
        UDP,
        /** A connection, each message with its length before it (RFC 6587). */
        TCP
    }

    /** The facilities of RFC 5424, in the order of their numbers; those that belong to the system are not named. */
    enum Facility {
        /** 1. */
        USER(1),
        /** 3. */
        DAEMON(3),
        /** 16. */
        LOCAL0(16),
        /** 17. */
        LOCAL1(17),
        /** 18. */
        LOCAL2(18),
        /** 19. */
        LOCAL3(19),
        /** 20. */
        LOCAL4(20),
        /** 21. */
        LOCAL5(21),
        /** 22. */
        LOCAL6(22),
        /** 23. */
        LOCAL7(23);

        private final int number;

        Facility(int number) {
            this.number = number;
        }

        /**
         * Its number.
         *
         * @return as in RFC 5424, section 6.2.1
         */
        public int number() {
            return number;
        }
    }
}
