package io.awe4lb.spi;

import java.nio.file.Path;

/** Where something listens: a host with a port, a Unix socket, or wherever a client wants to go. Never resolved here. */
public sealed interface Address {

    /**
     * A host name or an IP address, with a port.
     *
     * @param host a name, an IPv4 address or an IPv6 address without brackets; empty means every local address (for a bind only)
     * @param port 0 to 65535; 0 asks for any free port (for a bind only)
     */
    record Inet(String host, int port) implements Address {

        /**
         * Checks the range of the port.
         *
         * @throws IllegalArgumentException if the port is out of range
         */
        public Inet {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port %d is not between 0 and 65535".formatted(port));
            }
        }

        @Override
        public String toString() {
            return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
        }
    }

    /**
     * A Unix domain socket.
     *
     * @param path the socket's file
     */
    record Unix(Path path) implements Address {

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * Where each client wanted to go: of a backend alone, and known once there is a connection that was redirected to a transparent listener.
     * {@link #parse} does not read it.
     */
    record Destination() implements Address {

        @Override
        public String toString() {
            return "*";
        }
    }

    /**
     * Reads {@code host:port}, {@code [IPv6]:port}, {@code :port} or {@code unix:/path}.
     *
     * @param text what a user wrote
     * @return the address
     * @throws IllegalArgumentException with a sentence that says what is allowed
     */
    static Address parse(String text) {
        if (text.startsWith("unix:")) {
            return unix(text);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'%s' has no port: write host:port, for example 10.0.0.1:80".formatted(text));
        }
        return new Inet(host(text, text.substring(0, colon)), port(text, text.substring(colon + 1)));
    }

    private static Unix unix(String text) {
        String path = text.substring("unix:".length());
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'%s' names no file: write unix:/path/to/socket".formatted(text));
        }
        return new Unix(Path.of(path));
    }

    private static String host(String text, String host) {
        if (host.startsWith("[") && host.endsWith("]") && host.indexOf(':') > 0) {
            return host.substring(1, host.length() - 1);
        }
        if (host.indexOf(':') >= 0 || host.startsWith("[") || host.endsWith("]")) {
            throw new IllegalArgumentException(
                    "'%s' is ambiguous: write an IPv6 address in brackets, for example [::1]:80".formatted(text));
        }
        if (host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '@')) {
            throw new IllegalArgumentException("'%s' is not host:port, for example 10.0.0.1:80".formatted(text));
        }
        return host;
    }

    private static int port(String text, String port) {
        boolean digits = !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException("'%s' has no valid port: a number from 0 to 65535 belongs after the colon".formatted(text));
        }
        return Integer.parseInt(port);
    }
}
