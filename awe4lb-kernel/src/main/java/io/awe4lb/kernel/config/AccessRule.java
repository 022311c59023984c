package io.awe4lb.kernel.config;

import java.nio.file.Path;

/**
 * Whether some clients may come in. The first rule that a client is meant by decides; who is meant by none may.
 *
 * @param allows whether they may
 * @param who they are
 */
public record AccessRule(boolean allows, Who who) {

    /** Some clients, by their address. */
    public sealed interface Who {}

    /** Every client, those of Unix sockets too. */
    public record All() implements Who {

        @Override
        public String toString() {
            return AccessText.ALL;
        }
    }

    /**
     * Those of a network.
     *
     * @param network of IPv4 or IPv6
     */
    public record In(Network network) implements Who {

        @Override
        public String toString() {
            return network.toString();
        }
    }

    /**
     * Those of the networks in a file, which is read again when it changes.
     *
     * @param file with a network a line
     */
    public record Listed(Path file) implements Who {

        @Override
        public String toString() {
            return AccessText.LIST + file;
        }
    }

    /** As it is written. */
    @Override
    public String toString() {
        return (allows ? AccessText.ALLOW : AccessText.DENY) + " " + who;
    }
}
