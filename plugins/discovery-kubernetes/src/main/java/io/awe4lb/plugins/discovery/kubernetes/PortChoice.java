package io.awe4lb.plugins.discovery.kubernetes;

import java.util.List;
import java.util.Optional;

/** Which port of several a user means. */
sealed interface PortChoice {

    /** The one of this name. */
    record Named(String name) implements PortChoice {
        @Override
        public String toString() {
            return "'" + name + "'";
        }
    }

    /** The one of this number. */
    record Numbered(int number) implements PortChoice {
        @Override
        public String toString() {
            return Integer.toString(number);
        }
    }

    /** @throws IllegalArgumentException with a sentence, if it is neither a name nor a number */
    static PortChoice of(String written) {
        if (written.matches("[0-9]{1,5}") && isPort(Integer.parseInt(written))) {
            return new Numbered(Integer.parseInt(written));
        }
        if (written.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?") && !written.matches("[0-9]+")) {
            return new Named(written);
        }
        throw new IllegalArgumentException("port: '%s' is neither a number from 1 to 65535 nor a name of a port".formatted(written));
    }

    private static boolean isPort(int number) {
        return number > 0 && number <= 65_535;
    }

    /** A port that has a number and perhaps a name. */
    interface Numberable {
        /** Empty for none. */
        String name();

        /** By which a user may mean it. */
        List<Integer> numbers();

        /** For sentences. */
        default String written() {
            return name().isEmpty() ? numbers().toString() : name() + " " + numbers();
        }
    }

    /** @return the first one that is meant */
    default <T extends Numberable> Optional<T> in(List<T> ports) {
        return ports.stream().filter(port -> switch (this) {
            case Named(String name) -> port.name().equals(name);
            case Numbered(int number) -> port.numbers().contains(number);
        }).findFirst();
    }
}
