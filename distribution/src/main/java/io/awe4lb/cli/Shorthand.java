package io.awe4lb.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Short forms: {@code -c FILE} runs, {@code -t -c FILE} checks, {@code help COMMAND} is {@code COMMAND --help}. */
final class Shorthand {

    private static final Set<String> HELP = Set.of("-h", "--help");
    private static final Set<String> VERSION = Set.of("-V", "--version");

    private Shorthand() {}

    /** The same arguments with the command in front; at least one is given. */
    static String[] expand(String... arguments) {
        List<String> expanded = new ArrayList<>(List.of(arguments));
        String first = expanded.getFirst();
        if (first.equals("help")) {
            expanded.removeFirst();
            expanded.add("--help");
        } else if (VERSION.contains(first)) {
            expanded.set(0, "version");
        } else if (first.startsWith("-") && expanded.remove("-t")) {
            expanded.addFirst("check");
        } else if (first.startsWith("-") && !HELP.contains(first)) {
            expanded.addFirst("run");
        }
        return expanded.toArray(String[]::new);
    }

    /** The configuration, if all that is said is to run it: what a service manager says at every start. */
    static Optional<Path> plainRun(String... expanded) {
        boolean isPlain = expanded.length == 3 && expanded[0].equals("run") && expanded[1].equals("-c") && !expanded[2].startsWith("-");
        return isPlain ? Optional.of(Path.of(expanded[2])) : Optional.empty();
    }
}
